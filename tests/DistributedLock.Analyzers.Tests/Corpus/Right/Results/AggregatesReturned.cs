public partial class Orders(IDistributedLockProvider locks, IQueryable<int> table)
{
    [DistributedLock("orders-{customer}")]
    public partial Task<int> CountAsync(int customer, CancellationToken cancellationToken = default);

    private Task<int> CountCoreAsync(int customer, CancellationToken cancellationToken) => Task.FromResult(table.Where(order => order > customer).Count());

    public int Sum()
    {
        using var handle = locks.Acquire("sum");
        return table.Select(order => order * 2).Sum();
    }
}
