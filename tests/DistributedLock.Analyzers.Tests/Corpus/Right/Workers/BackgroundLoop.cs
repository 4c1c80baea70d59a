public abstract class BackgroundWorker
{
    protected abstract Task ExecuteAsync(CancellationToken stoppingToken);
}

public sealed partial class OutboxWorker(IDistributedLockProvider locks) : BackgroundWorker
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PublishAsync(stoppingToken);
            }
            catch (LockBackendException exception)
            {
                Console.Error.WriteLine(exception);
            }
        }
    }

    [DistributedLock("outbox", OnContention = Contention.Skip, TimeoutSeconds = 0, HoldAtLeastSeconds = 2)]
    private partial Task PublishAsync(CancellationToken cancellationToken);

    private async Task PublishCoreAsync(CancellationToken cancellationToken) => await Task.Delay(10, cancellationToken);
}
