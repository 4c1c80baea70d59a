namespace Hangfire.MiniWorker;

internal sealed class MiniCancellationToken(CancellationToken shutdown) : IJobCancellationToken
{
    public CancellationToken ShutdownToken => shutdown;

    public void ThrowIfCancellationRequested() => shutdown.ThrowIfCancellationRequested();
}
