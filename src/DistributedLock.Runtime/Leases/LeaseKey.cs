using DistributedLock.LocalQueues;

namespace DistributedLock.Leases;

/// <summary>
/// One resource inside this process. The lock it derives from is the turn: who is in talks to the store, first come first served. Exclusive requests are in
/// from their first try on, because two of one process can never both succeed; shared ones and permits only when they wait.
/// </summary>
internal sealed class LeaseKey(LeaseLockProvider provider, LockResource resource) : LocalLock
{
    private WakeUp? _wakeUp;
    private ILeaseSubscription? _subscription;

    public LockResource Resource { get; } = resource;

    /// <summary>What the one whose turn it is sleeps on.</summary>
    public WakeUp WakeUp => _wakeUp ??= new WakeUp();

    /// <summary>
    /// Whether the store was asked for its signals. That is kept for a while after the wait: a contended lock is contended again soon, and a subscription costs
    /// a round trip. Only the one whose turn it is may look.
    /// </summary>
    public bool IsSubscribed { get; private set; }

    /// <summary>When the last wait ended.</summary>
    private long IdleSince { get; set; }

    public async ValueTask SubscribeAsync(LeaseCalls calls, CancellationToken cancellationToken)
    {
        if (IsSubscribed)
        {
            return;
        }

        // Cancelled or failed here: the next one whose turn it is asks again.
        _subscription = await calls.SubscribeAsync(Resource, WakeUp.Signal, cancellationToken).ConfigureAwait(false);
        IsSubscribed = true;
        provider.Subscriptions.Add(this);
    }

    /// <summary>A holder of this process released: faster than the store's own signal.</summary>
    public void Signal() => Volatile.Read(ref _wakeUp)?.Signal();

    public void OnWaitEnded() => IdleSince = provider.TimeProvider.GetTimestamp();

    /// <summary>Ends the subscription if nobody needs it.</summary>
    /// <returns>Whether it is ended.</returns>
    public bool TryUnsubscribe(TimeSpan idle)
    {
        if (!TryEnterFast())
        {
            return false; // somebody's turn, or retired, and then unsubscribed already
        }

        ILeaseSubscription? subscription = null;
        var isIdle = IsSubscribed && provider.TimeProvider.GetElapsedTime(IdleSince) >= idle;
        if (isIdle)
        {
            // Inside the turn, so that the next one that subscribes finds itself out of the set.
            provider.Subscriptions.Remove(this);
            subscription = TakeSubscription();
        }

        // Soon: a single try that comes meanwhile goes away empty-handed.
        Exit();
        End(subscription);
        return isIdle;
    }

    /// <summary>Ends the subscription, in the background.</summary>
    public void Unsubscribe() => End(TakeSubscription());

    protected override void OnRetired()
    {
        provider.Subscriptions.Remove(this);
        Unsubscribe();
    }

    private ILeaseSubscription? TakeSubscription()
    {
        IsSubscribed = false;

        // Two may come here at once when the provider is disposed.
        return Interlocked.Exchange(ref _subscription, null);
    }

    private void End(ILeaseSubscription? subscription)
    {
        if (subscription is not null)
        {
            _ = provider.CleanUp.Unsubscribe(subscription);
        }
    }
}
