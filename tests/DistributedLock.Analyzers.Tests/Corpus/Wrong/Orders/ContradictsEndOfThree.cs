[assembly: LockOrder("tenant", "customer", "order")]

public class Orders(IDistributedLockProvider locks)
{
    public void Ship()
    {
        using (locks.Acquire("order"))
        {
            {|DLK0203:Bill()|};
        }
    }

    private void Bill()
    {
        using (locks.Acquire("tenant"))
        {
            Console.WriteLine();
        }
    }
}
