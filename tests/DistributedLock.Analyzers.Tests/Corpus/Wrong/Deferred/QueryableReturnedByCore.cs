public partial class Orders(IDistributedLockProvider locks, IQueryable<int> table)
{
    [DistributedLock("orders-{customer}")]
    public partial Task<IQueryable<int>> OpenAsync(int customer, CancellationToken cancellationToken = default);

    private async Task<IQueryable<int>> OpenCoreAsync(int customer, CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        return {|DLK0303:table.Where(order => order > customer)|};
    }
}
