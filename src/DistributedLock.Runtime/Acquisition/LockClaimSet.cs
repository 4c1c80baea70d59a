using DistributedLock.Flow;

namespace DistributedLock.Acquisition;

/// <summary>Takes several locks: all or nothing, in the canonical order, every wait counted from one common start.</summary>
internal sealed class LockClaimSet(List<LockClaim> claims)
{
    // With the configured times, which decide on the common deadline.
    private readonly List<LockClaim> _claims = LockClaimOrder.Canonical(claims.ConvertAll(static claim => claim.Resolved()));

    /// <summary>The request whose wait ended without its lock.</summary>
    public LockRequest? Contended { get; private set; }

    /// <summary>Throws when the current flow holds any of the keys.</summary>
    private void ThrowIfHeld()
    {
        foreach (var claim in _claims)
        {
            LockFlow.ThrowIfHeld(claim.Provider, claim.Request);
        }
    }

    /// <summary>Takes the locks for the caller's flow. Deliberately not <c>async</c>: it enters the flow in the caller's own context.</summary>
    public ValueTask<IDistributedLockHandle?> TryAcquireInFlowAsync(CancellationToken cancellationToken)
    {
        ThrowIfHeld();
        var acquisition = TryAcquireAsync(cancellationToken);
        if (acquisition.IsCompletedSuccessfully)
        {
            var set = acquisition.Result;
            set?.EnterFlow();
            return new ValueTask<IDistributedLockHandle?>(set);
        }

        var nodes = _claims.ConvertAll(static claim => LockFlow.Enter(claim.Provider, claim.Request));
        return AwaitAsync(acquisition, nodes);

        static async ValueTask<IDistributedLockHandle?> AwaitAsync(ValueTask<LockHandleSet?> acquisition, List<LockFlowNode?> nodes)
        {
            LockHandleSet? set = null;
            try
            {
                set = await acquisition.ConfigureAwait(false);
                set?.AttachToFlow(nodes);
            }
            finally
            {
                if (set is null)
                {
                    nodes.ForEach(static node => node?.Release());
                }
            }

            return set;
        }
    }

    /// <summary>The synchronous form of <see cref="TryAcquireInFlowAsync"/>.</summary>
    public LockHandleSet? TryAcquireInFlow(CancellationToken cancellationToken)
    {
        ThrowIfHeld();
        var set = TryAcquire(cancellationToken);
        set?.EnterFlow();
        return set;
    }

    /// <returns>All of the locks, not yet remembered by any flow; or <see langword="null"/>, and none is held.</returns>
    private async ValueTask<LockHandleSet?> TryAcquireAsync(CancellationToken cancellationToken)
    {
        var start = LockProviderDefaults.ClockOf(_claims[0].Provider).GetTimestamp();
        var held = new List<DistributedLockHandle>(_claims.Count);
        try
        {
            foreach (var claim in _claims)
            {
                // Here the locks before this one are held: whatever ends the wait, the finally block gives them back.
                var handle = await claim.Provider.TryAcquireAsync(WithRest(claim, start), cancellationToken).ConfigureAwait(false);
                if (handle is null)
                {
                    Contended = claim.Request;
                    return null;
                }

                held.Add(Adopt(claim, handle));
            }

            return Complete(held);
        }
        finally
        {
            for (var i = held.Count - 1; i >= 0; i--)
            {
                await held[i].DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>The synchronous form of <see cref="TryAcquireAsync"/>.</summary>
    private LockHandleSet? TryAcquire(CancellationToken cancellationToken)
    {
        var start = LockProviderDefaults.ClockOf(_claims[0].Provider).GetTimestamp();
        var held = new List<DistributedLockHandle>(_claims.Count);
        try
        {
            foreach (var claim in _claims)
            {
                if (claim.Provider.TryAcquire(WithRest(claim, start), cancellationToken) is not { } handle)
                {
                    Contended = claim.Request;
                    return null;
                }

                held.Add(Adopt(claim, handle));
            }

            return Complete(held);
        }
        finally
        {
            for (var i = held.Count - 1; i >= 0; i--)
            {
                held[i].Dispose();
            }
        }
    }

    /// <summary>Moves the handles out of the list of what is given back.</summary>
    private static LockHandleSet Complete(List<DistributedLockHandle> held)
    {
        var set = new LockHandleSet(held.ToArray());
        held.Clear();
        return set;
    }

    private static DistributedLockHandle Adopt(LockClaim claim, IDistributedLockHandle handle)
    {
        var adopted = handle as DistributedLockHandle ?? new Handles.ForeignLockHandle(claim.Provider, claim.Request, handle);
        adopted.Provider = claim.Provider;
        return adopted;
    }

    private LockRequest WithRest(LockClaim claim, long start)
    {
        var request = claim.Request;
        if (request.Timeout <= TimeSpan.Zero)
        {
            return request; // one try, or for ever
        }

        var rest = request.Timeout - LockProviderDefaults.ClockOf(_claims[0].Provider).GetElapsedTime(start);
        return request with { Timeout = rest > TimeSpan.Zero ? rest : TimeSpan.Zero };
    }
}
