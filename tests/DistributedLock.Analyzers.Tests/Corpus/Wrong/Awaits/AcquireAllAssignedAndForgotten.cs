public class Reports(IDistributedLockProvider locks)
{
    public void Write(string first, string second)
    {
        var locked = {|DLK0101:locks.AcquireAllAsync(new LockKey[] { first, second })|};
        Console.WriteLine("thinks that it holds the locks");
    }
}
