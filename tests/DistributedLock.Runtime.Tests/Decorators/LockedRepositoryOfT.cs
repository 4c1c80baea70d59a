using DistributedLock.CompilerServices;

namespace DistributedLock.Runtime.Tests.Decorators;

public sealed class LockedRepository<T> : IRepository<T>
{
    internal LockedRepository(IRepository<T> inner, IDistributedLockProvider locks) => (Inner, Locks) = (inner, locks);

    public LockedRepository(DecoratedService<IRepository<T>> service)
        : this(service.Inner, service.Locks)
    {
    }

    public IRepository<T> Inner { get; }

    public IDistributedLockProvider Locks { get; }

    public string Save(T entity) => $"[{Inner.Save(entity)}]";
}
