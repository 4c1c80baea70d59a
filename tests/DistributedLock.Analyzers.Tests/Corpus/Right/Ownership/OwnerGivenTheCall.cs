public sealed class LockedFile([TakesLockOwnership] IDistributedLockHandle handle) : IDisposable
{
    public void Dispose() => handle.Dispose();
}

public class Files(IDistributedLockProvider locks)
{
    public LockedFile Open(string name) => new(locks.Acquire($"file-{name}"));

    public void Touch(string name)
    {
        using var file = new LockedFile(locks.Acquire($"file-{name}"));
        Console.WriteLine(name);
    }
}
