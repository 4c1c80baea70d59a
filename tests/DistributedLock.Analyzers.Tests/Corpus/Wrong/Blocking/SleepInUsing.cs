public class Reports(IDistributedLockProvider locks)
{
    public async Task WriteAsync()
    {
        await using (await locks.AcquireAsync("report"))
        {
            {|DLK0106:Thread.Sleep(100)|};
        }
    }
}
