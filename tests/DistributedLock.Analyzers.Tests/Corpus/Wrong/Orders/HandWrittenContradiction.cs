[assembly: LockOrder("customer", "order")]

public class Orders(IDistributedLockProvider locks)
{
    public async Task ShipAsync()
    {
        await using var order = await locks.AcquireAsync("order");
        await using var customer = await {|DLK0203:locks.AcquireAsync("customer")|};
        await Task.Delay(1);
    }
}
