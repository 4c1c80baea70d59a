public class Orders(IDistributedLockProvider locks)
{
    public async Task ShipAsync(int id)
    {
        await using var handle = await {|DLK0109:locks.TryAcquireAsync($"order-{id}")|};
        await Task.Delay(id);
    }
}
