namespace DistributedLock.Runtime.Tests.Decorators;

public sealed class Repository<T> : IRepository<T>, IDisposable
{
    public int Disposals { get; private set; }

    public string Save(T entity) => $"{entity}";

    public void Dispose() => Disposals++;
}
