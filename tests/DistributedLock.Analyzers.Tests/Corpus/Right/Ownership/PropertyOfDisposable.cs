public sealed class Scope : IDisposable
{
    public required IDistributedLockHandle Handle { get; init; }

    public void Dispose() => Handle.Dispose();
}

public class Scopes(IDistributedLockProvider locks)
{
    public Scope Open(string name) => new() { Handle = locks.Acquire(name) };
}
