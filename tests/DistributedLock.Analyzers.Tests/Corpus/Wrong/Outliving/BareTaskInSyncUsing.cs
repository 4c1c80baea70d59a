public class Orders(IDistributedLockProvider locks)
{
    public void Ship(int id)
    {
        using var handle = locks.Acquire($"order-{id}");
        {|DLK0108:PrintLabelAsync(id)|};
    }

    private static Task PrintLabelAsync(int id) => Task.Delay(id);
}
