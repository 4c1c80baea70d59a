public class Orders(IDistributedLockProvider locks)
{
    public async Task<long?> ShipAsync(int id)
    {
        await using var handle = await locks.TryAcquireAsync($"order-{id}");
        return {|DLK0109:handle|}.FencingToken;
    }
}
