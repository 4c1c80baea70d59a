namespace DistributedLock.SqlServer.TestEndpoint.Sessions;

/// <summary>Holds traffic up as long as it is shut. Thread-safe.</summary>
internal sealed class FreezeGate
{
    private TaskCompletionSource? _shut;

    public bool IsShut => Volatile.Read(ref _shut) is not null;

    public void Shut() =>
        Interlocked.CompareExchange(ref _shut, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);

    public void Open() => Interlocked.Exchange(ref _shut, null)?.SetResult();

    public Task PassAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _shut)?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
}
