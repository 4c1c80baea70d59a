public sealed class OutboxWorker(IDistributedLockProvider locks)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await using (var handle = await locks.TryAcquireAsync("outbox", cancellationToken: cancellationToken))
            {
                if (handle is not null)
                {
                    await PublishAsync(handle.LostToken);
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(5), cancellationToken);
        }
    }

    private static Task PublishAsync(CancellationToken cancellationToken) => Task.Delay(1, cancellationToken);
}
