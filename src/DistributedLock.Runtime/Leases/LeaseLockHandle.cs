namespace DistributedLock.Leases;

/// <summary>A lease that is held, as its user sees it.</summary>
internal sealed class LeaseLockHandle : DistributedLockHandle
{
    private readonly LeaseHold _hold;

    public LeaseLockHandle(LeaseLockProvider provider, LeaseHold hold, LockRequest request, DateTimeOffset acquiredAt, long? fencingToken)
        : base(provider, request, acquiredAt, fencingToken) => _hold = hold;

    // Nobody can dispose a handle that nobody can reach: its lease must not be renewed for ever. The hold knows its handle only weakly.
    ~LeaseLockHandle()
    {
        FlowNode?.Release();
        _hold?.OnAbandoned(); // null when the constructor did not end
    }

    public override DateTimeOffset? ExpiresAt => _hold.ExpiresAt;

    internal override bool CanBeCountedOn => base.CanBeCountedOn && _hold.CheckNow();

    private protected override void OnLost(LockLossReason reason)
    {
        _hold.OnLost(reason);
        base.OnLost(reason);
    }

    protected override ValueTask<bool> ExtendCoreAsync(TimeSpan lease, CancellationToken cancellationToken) => _hold.ExtendAsync(lease, cancellationToken);

    protected override ValueTask<bool> ReleaseCoreAsync()
    {
        GC.SuppressFinalize(this);
        return _hold.EndAsync(isAsync: true);
    }

    protected override bool ReleaseCore()
    {
        GC.SuppressFinalize(this);

        // Completed already: the synchronous form never suspends.
        return _hold.EndAsync(isAsync: false).GetAwaiter().GetResult();
    }
}
