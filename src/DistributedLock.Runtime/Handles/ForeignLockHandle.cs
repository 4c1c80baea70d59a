namespace DistributedLock.Handles;

/// <summary>The handle of a provider that does not use <see cref="DistributedLockHandle"/>, with the same rules around it.</summary>
internal sealed class ForeignLockHandle(IDistributedLockProvider provider, LockRequest request, IDistributedLockHandle inner)
    : DistributedLockHandle(provider, request, inner.AcquiredAt, inner.FencingToken)
{
    // Asked for now: a handle may dispose its token source when it is released, and then throw when it is asked whether it was lost.
    private readonly CancellationToken _lostToken = inner.LostToken;
    private CancellationTokenRegistration _watch;
    private int _isWatched;

    public override DateTimeOffset? ExpiresAt => inner.ExpiresAt;

    public override LockLossReason LossReason => base.LossReason != LockLossReason.None || !_lostToken.IsCancellationRequested
        ? base.LossReason
        : LockLossReason.NotHeld;

    // All that a third party's handle tells: its token, and an end of its lease that it has not moved on.
    internal override bool CanBeCountedOn
    {
        get
        {
            if (base.CanBeCountedOn && inner.ExpiresAt is { } end && end <= LockProviderDefaults.ClockOf(Provider).GetUtcNow())
            {
                MarkLost(LockLossReason.NotRenewed);
            }

            return base.CanBeCountedOn;
        }
    }

    protected override void OnLostTokenRequested()
    {
        if (Interlocked.Exchange(ref _isWatched, 1) == 0)
        {
            // By a weak reference, and only while it is held: the token may be that of a connection, which outlives many handles.
            _watch = _lostToken.Register(
                static state =>
                {
                    if (((WeakReference<ForeignLockHandle>)state!).TryGetTarget(out var handle))
                    {
                        handle.MarkLost(LockLossReason.NotHeld);
                    }
                },
                new WeakReference<ForeignLockHandle>(this));
        }
    }

    protected override ValueTask<bool> ExtendCoreAsync(TimeSpan lease, CancellationToken cancellationToken) =>
        inner.ExtendAsync(lease, cancellationToken);

    protected override async ValueTask<bool> ReleaseCoreAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        _watch.Dispose();
        return !_lostToken.IsCancellationRequested;
    }

    protected override bool ReleaseCore()
    {
        inner.Dispose();
        _watch.Dispose();
        return !_lostToken.IsCancellationRequested;
    }
}
