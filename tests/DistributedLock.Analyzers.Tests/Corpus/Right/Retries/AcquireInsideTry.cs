public class Imports(IDistributedLockProvider locks)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        IDistributedLockHandle handle;
        try
        {
            handle = await locks.AcquireAsync("import", cancellationToken: cancellationToken);
        }
        catch (LockNotAcquiredException)
        {
            return;
        }

        await using (handle)
        {
            await Task.Delay(1, handle.LostToken);
        }
    }
}
