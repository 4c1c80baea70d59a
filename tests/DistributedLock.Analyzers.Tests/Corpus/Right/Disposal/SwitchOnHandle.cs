public class Reports(IDistributedLockProvider locks)
{
    public async Task<string> WriteAsync()
    {
        await using var handle = await locks.TryAcquireAsync("report");
        switch (handle)
        {
            case null:
                return "busy";
            default:
                await Task.Delay(1, handle.LostToken);
                return "done";
        }
    }
}
