public class Reports(IDistributedLockProvider locks)
{
    public void Write()
    {
        {|DLK0101:locks.AcquireAsync("report")|};
        Console.WriteLine("thinks that it holds the lock");
    }
}
