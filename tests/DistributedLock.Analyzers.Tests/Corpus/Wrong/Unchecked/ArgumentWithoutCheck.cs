public class Orders(IDistributedLockProvider locks)
{
    public async Task ShipAsync(int id)
    {
        await using var handle = await locks.TryAcquireAllAsync(new LockKey[] { $"order-{id}", $"stock-{id}" });
        Write({|DLK0109:handle|}.FencingToken, id);
    }

    private static void Write(long? token, int id) => Console.WriteLine($"{id}: {token}");
}
