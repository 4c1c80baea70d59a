namespace DistributedLock.Flow;

/// <summary>One hold as the async flow that took it remembers it.</summary>
internal sealed class LockFlowNode
{
    private readonly LockFlowNode? _origin;
    private volatile bool _isReleased;

    public LockFlowNode(IDistributedLockProvider provider, LockKey key, LockFlowNode? parent)
    {
        Provider = provider;
        Key = key;
        Parent = parent;
    }

    private LockFlowNode(LockFlowNode origin, LockFlowNode? parent)
        : this(origin.Provider, origin.Key, parent) => _origin = origin;

    public IDistributedLockProvider Provider { get; }

    public LockKey Key { get; }

    /// <summary>What the flow held before. Released nodes are cut out of the chain by whoever walks over them; the cut is idempotent.</summary>
    public LockFlowNode? Parent { get; set; }

    /// <summary>Whether the flow no longer holds this: released, detached, or never acquired.</summary>
    public bool IsReleased => (_origin ?? this)._isReleased;

    public void Release() => (_origin ?? this)._isReleased = true;

    public bool IsSameHold(LockFlowNode other) => (_origin ?? this) == (other._origin ?? other);

    /// <summary>The same hold in another flow's chain, for an async iterator whose consumer moves it on from a flow of its own.</summary>
    public LockFlowNode In(LockFlowNode? parent) => new(_origin ?? this, parent);
}
