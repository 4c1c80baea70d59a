namespace DistributedLock.Runtime.Tests.Conformance;

/// <summary>Passes everything on, changed where a test says so.</summary>
internal sealed class ChangedHandle(IDistributedLockHandle inner) : IDistributedLockHandle
{
    public Action OnReleased { get; init; } = static () => { };

    public bool IsEveryExtensionAcknowledged { get; init; }

    public long? Token { get; init; } = inner.FencingToken;

    public CancellationToken? Lost { get; init; }

    public LockKey Key => inner.Key;

    public LockMode Mode => inner.Mode;

    public DateTimeOffset AcquiredAt => inner.AcquiredAt;

    public DateTimeOffset? ExpiresAt => inner.ExpiresAt;

    public long? FencingToken => Token;

    public CancellationToken LostToken => Lost ?? inner.LostToken;

    public async ValueTask<bool> ExtendAsync(TimeSpan lease, CancellationToken cancellationToken = default) =>
        await inner.ExtendAsync(lease, cancellationToken) || IsEveryExtensionAcknowledged;

    public void Dispose()
    {
        inner.Dispose();
        OnReleased();
    }

    public async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        OnReleased();
    }
}
