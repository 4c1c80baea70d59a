public partial class Reports(IDistributedLockProvider locks)
{
    [DistributedLock("report")]
    public partial Task WriteAsync(CancellationToken cancellationToken = default);

    private Task WriteCoreAsync(CancellationToken cancellationToken) => Task.Delay(1, cancellationToken);

    [DistributedLock("report")]
    public partial Task SendAsync(CancellationToken cancellationToken = default);

    private Task SendCoreAsync(CancellationToken cancellationToken) => Task.Delay(1, cancellationToken);

    public async Task WriteAndSendAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(cancellationToken);
        await SendAsync(cancellationToken);
    }
}
