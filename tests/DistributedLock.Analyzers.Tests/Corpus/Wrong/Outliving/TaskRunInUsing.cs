public class Orders(IDistributedLockProvider locks)
{
    public async Task ShipAsync(int id)
    {
        await using var handle = await locks.AcquireAsync($"order-{id}");
        _ = {|DLK0108:Task.Run(() => Console.WriteLine(id))|};
        await Task.Delay(id);
    }
}
