public class Orders(IDistributedLockProvider locks)
{
    public void Ship(int id)
    {
        using ({|DLK0109:locks.TryAcquire($"order-{id}")|})
        {
            Console.WriteLine(id);
        }
    }
}
