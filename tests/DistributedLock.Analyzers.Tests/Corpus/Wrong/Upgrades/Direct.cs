public class Documents(IDistributedLockProvider locks)
{
    public async Task SaveAsync()
    {
        await using var reading = await locks.AcquireAsync(new LockRequest("document") { Mode = LockMode.Shared });
        await using var writing = await {|DLK0204:locks.AcquireAsync("document")|};
        await Task.Delay(1);
    }
}
