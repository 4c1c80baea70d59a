public partial class Orders(IDistributedLockProvider locks)
{
    private readonly List<int> _open = new();

    [DistributedLock("orders-{customer}")]
    public partial Task<IReadOnlyList<int>> OpenAsync(int customer, CancellationToken cancellationToken = default);

    private async Task<IReadOnlyList<int>> OpenCoreAsync(int customer, CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        return _open.Where(order => order % customer == 0).ToList();
    }
}
