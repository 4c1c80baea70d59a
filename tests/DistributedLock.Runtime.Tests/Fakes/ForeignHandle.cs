namespace DistributedLock.Runtime.Tests.Fakes;

/// <summary>A third party's handle, which disposes its token source on release as many do: its token must not be asked for after that.</summary>
internal sealed class ForeignHandle(LockRequest request) : IDistributedLockHandle
{
    private readonly CancellationTokenSource _lost = new();

    public LockKey Key => request.Key;

    public LockMode Mode => request.Mode;

    public DateTimeOffset AcquiredAt { get; } = DateTimeOffset.UtcNow;

    public DateTimeOffset? ExpiresAt { get; } = DateTimeOffset.UtcNow.AddMinutes(1);

    public long? FencingToken => 7;

    public CancellationToken LostToken => _lost.Token;

    public int Disposals { get; private set; }

    public int Extensions { get; private set; }

    public void Lose() => _lost.Cancel();

    public ValueTask<bool> ExtendAsync(TimeSpan lease, CancellationToken cancellationToken = default)
    {
        Extensions++;
        return new ValueTask<bool>(true);
    }

    public void Dispose()
    {
        Disposals++;
        _lost.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }
}
