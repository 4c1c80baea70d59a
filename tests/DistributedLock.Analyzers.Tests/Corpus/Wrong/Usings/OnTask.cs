public class Reports(IDistributedLockProvider locks)
{
    public void Write()
    {
        using ({|DLK0104:locks.AcquireAsync("report").AsTask()|})
        {
            Console.WriteLine("thinks that it holds the lock");
        }
    }
}
