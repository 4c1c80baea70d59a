public class Reports(IDistributedLockProvider locks)
{
    public async Task WriteAsync(string text)
    {
        await using var handle = await locks.AcquireAsync("report");
        {|DLK0106:System.IO.File.WriteAllTextAsync("report.txt", text).Wait()|};
    }
}
