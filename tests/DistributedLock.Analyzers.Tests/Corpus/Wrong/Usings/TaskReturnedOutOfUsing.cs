public class Reports(IDistributedLockProvider locks)
{
    public Task WriteAsync(string text)
    {
        using var handle = locks.Acquire("report");
        return {|DLK0103:System.IO.File.WriteAllTextAsync("report.txt", text)|};
    }
}
