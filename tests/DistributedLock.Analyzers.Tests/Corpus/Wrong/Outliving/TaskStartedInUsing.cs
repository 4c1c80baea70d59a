public class Orders(IDistributedLockProvider locks)
{
    public async Task ShipAsync(int id)
    {
        await using (await locks.AcquireAsync($"order-{id}"))
        {
            _ = {|DLK0108:PrintLabelAsync(id)|};
            await Task.Delay(id);
        }
    }

    private static Task PrintLabelAsync(int id) => Task.Delay(id);
}
