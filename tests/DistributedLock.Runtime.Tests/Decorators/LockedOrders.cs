namespace DistributedLock.Runtime.Tests.Decorators;

public sealed class LockedOrders(IOrders inner, IDistributedLockProvider locks) : IOrders
{
    public IOrders Inner { get; } = inner;

    public IDistributedLockProvider Locks { get; } = locks;

    public string Place(int id) => $"[{Inner.Place(id)}]";
}
