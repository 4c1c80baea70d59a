namespace DistributedLock.Runtime.Tests.Decorators;

public sealed class LockedSession(ISession inner, IDistributedLockProvider locks) : ISession
{
    public ISession Inner { get; } = inner;

    public IDistributedLockProvider Locks { get; } = locks;

    public int Disposals => Inner.Disposals;

    public void Dispose() => Inner.Dispose();
}
