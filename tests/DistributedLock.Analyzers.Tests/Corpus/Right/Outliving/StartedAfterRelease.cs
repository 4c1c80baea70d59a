public class Orders(IDistributedLockProvider locks)
{
    public async Task ShipAsync(int id)
    {
        await using (await locks.AcquireAsync($"order-{id}"))
        {
            await Task.Delay(id);
        }

        _ = NotifyAsync(id);
    }

    private static Task NotifyAsync(int id) => Task.Delay(id);
}
