public class Imports(IDistributedLockProvider locks)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var handle = await OpenAsync(cancellationToken);
        await Task.Delay(1, handle.LostToken);
    }

    private async Task<IDistributedLockHandle> OpenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await locks.TryAcquireAsync("import", cancellationToken: cancellationToken) is { } handle)
            {
                return handle;
            }

            await Task.Delay(100, cancellationToken);
        }
    }
}
