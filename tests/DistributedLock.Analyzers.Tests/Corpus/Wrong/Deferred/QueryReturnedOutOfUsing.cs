public class Orders(IDistributedLockProvider locks)
{
    private readonly List<int> _open = new();

    public async Task<IEnumerable<int>> OpenAsync(int customer)
    {
        await using var handle = await locks.AcquireAsync($"orders-{customer}");
        return {|DLK0303:_open.Where(order => order % customer == 0).Select(order => order + 1)|};
    }
}
