namespace DistributedLock.Runtime.Tests.Decorators;

public interface IRepository<T>
{
    string Save(T entity);
}
