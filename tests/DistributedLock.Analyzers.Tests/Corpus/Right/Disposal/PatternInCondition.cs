public class Reports(IDistributedLockProvider locks)
{
    public async Task<bool> WriteAsync()
    {
        if (await locks.TryAcquireAsync("report") is { } handle)
        {
            await using (handle)
            {
                await Task.Delay(1, handle.LostToken);
                return true;
            }
        }

        return false;
    }
}
