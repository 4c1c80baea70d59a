public interface IEntity
{
    int Id { get; }
}

public abstract partial class Repository<T>(IDistributedLockProvider locks)
    where T : class, IEntity
{
    protected abstract string Area { get; }

    protected IDistributedLockProvider Locks { get; } = locks;

    [DistributedLock("{this.Area}-{entity.Id}")]
    public partial Task<T> SaveAsync(T entity, CancellationToken cancellationToken = default);

    private async Task<T> SaveCoreAsync(T entity, CancellationToken cancellationToken)
    {
        await WriteAsync(entity, cancellationToken);
        return entity;
    }

    protected abstract Task WriteAsync(T entity, CancellationToken cancellationToken);
}

public sealed class Customer : IEntity
{
    public int Id { get; init; }
}

public sealed class CustomerRepository(IDistributedLockProvider locks) : Repository<Customer>(locks)
{
    protected override string Area => "customer";

    protected override Task WriteAsync(Customer entity, CancellationToken cancellationToken) => Task.Delay(entity.Id, cancellationToken);
}
