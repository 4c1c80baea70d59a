namespace DistributedLock.Sessions;

/// <summary>A session lock that is held, as its user sees it.</summary>
internal sealed class SessionLockHandle : DistributedLockHandle
{
    private readonly SessionHolder _holder;

    public SessionLockHandle(SessionLockProvider provider, SessionHolder holder, LockRequest request, DateTimeOffset acquiredAt, long? fencingToken)
        : base(provider, request, acquiredAt, fencingToken) => _holder = holder;

    // Nobody can dispose a handle that nobody can reach: the hold must not outlive it. The holder knows its handle only weakly.
    ~SessionLockHandle()
    {
        FlowNode?.Release();
        _holder?.OnAbandoned(); // null when the constructor did not end
    }

    private protected override void OnLost(LockLossReason reason)
    {
        _holder.OnLost(reason);
        base.OnLost(reason);
    }

    protected override async ValueTask<bool> ExtendCoreAsync(TimeSpan lease, CancellationToken cancellationToken)
    {
        // A session has no lease: the answer is only whether the lock is still held.
        var loss = await _holder.Grant.Hold.VerifyAsync().ConfigureAwait(false);
        if (loss == LockLossReason.None)
        {
            return true;
        }

        _holder.Grant.Hold.ReportLoss(loss);
        return false;
    }

    protected override ValueTask<bool> ReleaseCoreAsync()
    {
        GC.SuppressFinalize(this);
        return _holder.ReleaseAsync(isAsync: true);
    }

    protected override bool ReleaseCore()
    {
        GC.SuppressFinalize(this);

        // Completed already: the synchronous form never suspends.
        return _holder.ReleaseAsync(isAsync: false).GetAwaiter().GetResult();
    }
}
