public class Orders(IDistributedLockProvider locks)
{
    public async Task<CancellationToken> ShipAsync(int id)
    {
        await using var handle = await locks.TryAcquireAllAsync(new LockKey[] { $"order-{id}", $"stock-{id}" });
        return {|DLK0109:handle|}!.LostToken;
    }
}
