public partial class Heartbeat(IDistributedLockProvider locks)
{
    [DistributedLock("heartbeat", OnContention = Contention.Skip)]
    public partial Task SendAsync(CancellationToken cancellationToken = default);

    private Task SendCoreAsync(CancellationToken cancellationToken) => Task.Delay(1, cancellationToken);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await SendAsync(cancellationToken);
            await Task.Delay(1000, cancellationToken);
        }
    }
}
