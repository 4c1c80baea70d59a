public class Reports(IDistributedLockProvider locks)
{
    public Task<string> ReadAsync()
    {
        using (locks.Acquire("report"))
        {
            return {|DLK0103:System.IO.File.ReadAllTextAsync("report.txt")|};
        }
    }
}
