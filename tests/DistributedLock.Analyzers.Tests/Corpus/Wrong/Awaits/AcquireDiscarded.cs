public class Reports(IDistributedLockProvider locks)
{
    public void Write()
    {
        _ = {|DLK0101:locks.TryAcquireAsync("report", TimeSpan.FromSeconds(1))|};
        Console.WriteLine("thinks that it holds the lock");
    }
}
