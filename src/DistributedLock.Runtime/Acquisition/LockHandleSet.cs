using DistributedLock.Flow;

namespace DistributedLock.Acquisition;

/// <summary>Several locks that are held and released as one.</summary>
internal sealed class LockHandleSet : DistributedLockHandle
{
    private readonly DistributedLockHandle[] _handles;

    /// <param name="handles">At least one, in the order in which they were taken.</param>
    public LockHandleSet(DistributedLockHandle[] handles)
        : base(handles[0].Provider, handles[0].Request, handles[handles.Length - 1].AcquiredAt, fencingToken: null) => _handles = handles;

    public IReadOnlyList<IDistributedLockHandle> Handles => _handles;

    /// <summary>The whole is lost with its first part.</summary>
    public override LockLossReason LossReason
    {
        get
        {
            foreach (var handle in _handles)
            {
                if (handle.IsLost)
                {
                    return handle.LossReason;
                }
            }

            return base.LossReason;
        }
    }

    public override DateTimeOffset? ExpiresAt
    {
        get
        {
            DateTimeOffset? first = null;
            foreach (var handle in _handles)
            {
                if (handle.ExpiresAt is { } expiry && (first is null || expiry < first))
                {
                    first = expiry;
                }
            }

            return first;
        }
    }

    /// <param name="nodes">What the flow already remembers, one for each lock and in the same order.</param>
    public void AttachToFlow(IReadOnlyList<LockFlowNode?> nodes)
    {
        for (var i = 0; i < _handles.Length; i++)
        {
            _handles[i].FlowNode = nodes[i];
        }
    }

    public void EnterFlow()
    {
        foreach (var handle in _handles)
        {
            handle.FlowNode = LockFlow.Enter(handle.Provider, handle.Request);
        }
    }

    public void ReenterFlow()
    {
        foreach (var handle in _handles)
        {
            if (handle.FlowNode is { } node)
            {
                LockFlow.Reenter(node);
            }
        }
    }

    public void DetachFromFlow()
    {
        foreach (var handle in _handles)
        {
            handle.FlowNode?.Release();
        }
    }

    protected override void OnLostTokenRequested()
    {
        foreach (var handle in _handles)
        {
            handle.LostToken.Register(static set => ((LockHandleSet)set!).OnPartLost(), this);
        }
    }

    protected override async ValueTask<bool> ExtendCoreAsync(TimeSpan lease, CancellationToken cancellationToken)
    {
        var areAllHeld = true;
        foreach (var handle in _handles)
        {
            areAllHeld &= await handle.ExtendAsync(lease, cancellationToken).ConfigureAwait(false);
        }

        return areAllHeld;
    }

    internal override LockLostException CreateLostException(Exception? innerException) =>
        Array.Find(_handles, static handle => handle.IsLost) is { } lost
            ? lost.CreateLostException(innerException)
            : base.CreateLostException(innerException);

    /// <summary>Each part has said so itself.</summary>
    private protected override void OnLost(LockLossReason reason)
    {
    }

    // Each part's own release is bounded and never throws, so all of them are reached whatever happens to one. A part that the store says was not
    // ours is lost by its own word.
    protected override async ValueTask<bool> ReleaseCoreAsync()
    {
        for (var i = _handles.Length - 1; i >= 0; i--)
        {
            await _handles[i].DisposeAsync().ConfigureAwait(false);
        }

        return true;
    }

    protected override bool ReleaseCore()
    {
        for (var i = _handles.Length - 1; i >= 0; i--)
        {
            _handles[i].Dispose();
        }

        return true;
    }

    private void OnPartLost() => MarkLost(LossReason);
}
