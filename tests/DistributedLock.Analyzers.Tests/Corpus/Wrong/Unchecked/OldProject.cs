//: language 9
//: nullable off
public class Orders
{
    private readonly IDistributedLockProvider _locks;

    public Orders(IDistributedLockProvider locks)
    {
        _locks = locks;
    }

    public async Task<long?> ShipAsync(int id)
    {
        await using (var handle = await _locks.TryAcquireAsync("order-" + id))
        {
            return {|DLK0109:handle|}.FencingToken;
        }
    }
}
