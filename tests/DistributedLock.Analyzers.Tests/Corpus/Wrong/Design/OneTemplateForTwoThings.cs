public partial class Customers(IDistributedLockProvider locks)
{
    [DistributedLock("item-{id}")]
    public partial Task MergeAsync(int id, CancellationToken cancellationToken = default);

    private Task MergeCoreAsync(int id, CancellationToken cancellationToken) => Task.Delay(id, cancellationToken);
}

public partial class Stock(IDistributedLockProvider locks)
{
    [DistributedLock({|DLK0301:"item-{id}"|})]
    public partial Task CountAsync(int id, CancellationToken cancellationToken = default);

    private Task CountCoreAsync(int id, CancellationToken cancellationToken) => Task.Delay(id, cancellationToken);
}
