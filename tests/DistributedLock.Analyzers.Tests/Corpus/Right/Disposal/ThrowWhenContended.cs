public class Reports(IDistributedLockProvider locks)
{
    public async Task WriteAsync()
    {
        await using var handle = await locks.TryAcquireAsync("report") ?? throw new InvalidOperationException("The report is being written.");
        await Task.Delay(1, handle.LostToken);
    }

    public void Write()
    {
        using var handle = locks.TryAcquire("report") ?? throw new TimeoutException();
        Console.WriteLine(handle.Key);
    }
}
