public partial class Orders(IDistributedLockProvider locks)
{
    private readonly List<int> _open = new();

    [DistributedLock("orders-{customer}")]
    public partial Task<IEnumerable<int>> OpenAsync(int customer, CancellationToken cancellationToken = default);

    private async Task<IEnumerable<int>> OpenCoreAsync(int customer, CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        return _open.Where(order => order % customer == 0).ToArray();
    }

    public async Task<IEnumerable<int>> CopyAsync(int customer)
    {
        await using var handle = await locks.AcquireAsync($"copy-{customer}");
        var copied = new List<int>(_open);
        return copied;
    }
}
