public class Doors(IDistributedLockProvider locks)
{
    public IDistributedLockHandle Open(string name) => locks.Acquire($"door-{name}");

    public IDistributedLockHandle? TryOpen(string name) => locks.TryAcquire($"door-{name}", TimeSpan.FromSeconds(1));

    public IDisposable OpenAsDisposable(string name)
    {
        Console.WriteLine(name);
        var handle = Open(name);
        return handle;
    }
}
