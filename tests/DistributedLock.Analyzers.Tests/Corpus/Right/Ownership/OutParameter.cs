public class Doors(IDistributedLockProvider locks)
{
    public bool TryOpen(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IDistributedLockHandle? handle)
    {
        handle = locks.TryAcquire($"door-{name}");
        return handle is not null;
    }

    public void Walk()
    {
        if (TryOpen("front", out var handle))
        {
            using (handle)
            {
                Console.WriteLine(handle.Key);
            }
        }
    }
}
