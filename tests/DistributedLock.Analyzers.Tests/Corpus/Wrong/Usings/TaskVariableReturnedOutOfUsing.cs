public class Reports(IDistributedLockProvider locks)
{
    public Task WriteAsync(string text)
    {
        using (locks.Acquire("report"))
        {
            var writing = System.IO.File.WriteAllTextAsync("report.txt", text);
            return {|DLK0103:writing|};
        }
    }
}
