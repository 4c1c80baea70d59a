namespace DistributedLock.Flow;

/// <summary>
/// The locks that the current async flow holds: an <see cref="AsyncLocal{T}"/> chain, so a flow inherits what the flow it was forked from holds.
/// </summary>
/// <remarks>
/// A value that is set inside an async method never reaches its caller, so <see cref="Enter"/> must be called synchronously, in the context of the code
/// that is going to run under the lock: in a generated wrapper, or in an extension method that is not itself <c>async</c>.
/// </remarks>
internal static class LockFlow
{
    private static readonly AsyncLocal<LockFlowNode?> Current = new();

    /// <summary>Throws when the current flow already holds the key, in whatever mode. A semaphore's permits are not checked.</summary>
    /// <exception cref="LockReentrancyException">The key is held.</exception>
    public static void ThrowIfHeld(IDistributedLockProvider provider, LockRequest request)
    {
        if (!request.TrackFlow || request.IsSemaphore)
        {
            return;
        }

        for (var node = Prune(Current.Value); node is not null; node = node.Parent = Prune(node.Parent))
        {
            if (node.Key == request.Key && LockProviderIdentity.AreSame(node.Provider, provider))
            {
                throw new LockReentrancyException(
                    $"{LockMessages.Subject(request)} is already held by the current async flow: waiting for it would be waiting for itself. " +
                    "Pass the handle on to a wrapper that takes an IDistributedLockHandle, take the lock only once, in the outer method, or, when another " +
                    "worker is to own the lock, call DetachFromFlow() on the handle.")
                {
                    Key = request.Key.Value,
                    Template = request.Definition?.Template,
                };
            }
        }
    }

    /// <summary>Remembers a hold in the current flow.</summary>
    /// <returns>The node to release with the hold; <see langword="null"/> when the request is not tracked.</returns>
    public static LockFlowNode? Enter(IDistributedLockProvider provider, LockRequest request)
    {
        if (!request.TrackFlow || request.IsSemaphore)
        {
            return null;
        }

        var node = new LockFlowNode(provider, request.Key, Prune(Current.Value));
        Current.Value = node;
        return node;
    }

    /// <summary>Remembers a hold that another flow has entered.</summary>
    public static void Reenter(LockFlowNode node)
    {
        var current = Prune(Current.Value);
        for (var known = current; known is not null; known = known.Parent)
        {
            if (known.IsSameHold(node))
            {
                return;
            }
        }

        Current.Value = node.In(current);
    }

    private static LockFlowNode? Prune(LockFlowNode? node)
    {
        while (node is { IsReleased: true })
        {
            node = node.Parent;
        }

        return node;
    }
}
