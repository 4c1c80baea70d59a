public class Orders(IDistributedLockProvider locks)
{
    private readonly List<int> _open = new();

    public IEnumerable<int> Open(int customer) => _open.Where(order => order % customer == 0);

    public async Task AddAsync(int order)
    {
        await using var handle = await locks.AcquireAsync("orders");
        _open.Add(order);
    }
}
