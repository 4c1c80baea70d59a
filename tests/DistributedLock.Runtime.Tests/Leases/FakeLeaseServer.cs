using DistributedLock.Leases;

namespace DistributedLock.Runtime.Tests.Leases;

/// <summary>What several processes share: leases that expire by this server's own clock, waiters, and channels.</summary>
internal sealed class FakeLeaseServer(TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly object _monitor = new();
    private readonly Dictionary<LockResource, List<Entry>> _leases = [];
    private readonly Dictionary<LockResource, List<(string Id, bool IsWriter)>> _waiters = [];
    private readonly List<Channel> _channels = [];
    private readonly List<object> _kept = [];
    private long _lastToken;

    /// <summary>How many leases there are that have not expired.</summary>
    public int Leases
    {
        get
        {
            lock (_monitor)
            {
                return _leases.Keys.Sum(resource => Living(resource).Count);
            }
        }
    }

    /// <summary>How many waiters the server remembers.</summary>
    public int Waiters
    {
        get
        {
            lock (_monitor)
            {
                return _waiters.Values.Sum(static waiters => waiters.Count);
            }
        }
    }

    public int Subscriptions
    {
        get
        {
            lock (_monitor)
            {
                return _channels.Count;
            }
        }
    }

    /// <summary>Signals that were sent; a release that nobody waits for sends none.</summary>
    public int Signals { get; private set; }

    /// <summary>Keeps an object from being collected for as long as the server is there.</summary>
    public void Keep(object kept)
    {
        lock (_monitor)
        {
            _kept.Add(kept);
        }
    }

    public LeaseAnswer TryAcquire(LeaseClaim claim)
    {
        lock (_monitor)
        {
            var living = Living(claim.Resource);
            var waiters = WaitersOf(claim.Resource);
            var isShared = claim.Mode == LockMode.Shared;
            var inTheWay = claim.MaxConcurrency > 1 ? (living.Count >= claim.MaxConcurrency ? living : [])
                : isShared ? living.Where(static entry => entry.Claim.Mode != LockMode.Shared).ToList()
                : living;
            var standsBack = isShared && waiters.Exists(waiter => waiter.IsWriter && waiter.Id != claim.WaiterId);
            if (inTheWay.Count > 0 || standsBack)
            {
                if (claim.WaiterId is { } id && !waiters.Exists(waiter => waiter.Id == id))
                {
                    waiters.Add((id, !isShared && claim.MaxConcurrency == 1));
                }

                return LeaseAnswer.Contended(inTheWay.Count == 0 ? null : inTheWay.Min(entry => entry.Lease - _clock.GetElapsedTime(entry.Since)));
            }

            waiters.RemoveAll(waiter => waiter.Id == claim.WaiterId);
            living.Add(new Entry(claim, _clock.GetTimestamp(), claim.Lease, ++_lastToken));
            return LeaseAnswer.Acquired(_lastToken);
        }
    }

    public bool Renew(LeaseRenewal renewal)
    {
        lock (_monitor)
        {
            return SetRest(renewal.Claim, renewal.Lease);
        }
    }

    public bool Release(LeaseClaim claim, TimeSpan keepFor)
    {
        bool wasHeld;
        lock (_monitor)
        {
            wasHeld = keepFor > TimeSpan.Zero
                ? SetRest(claim, keepFor)
                : Living(claim.Resource).RemoveAll(entry => entry.Claim.Owner == claim.Owner) > 0;
        }

        if (wasHeld)
        {
            Signal(claim.Resource);
        }

        return wasHeld;
    }

    public void Withdraw(LeaseClaim claim)
    {
        lock (_monitor)
        {
            if (WaitersOf(claim.Resource).RemoveAll(waiter => waiter.Id == claim.WaiterId) == 0)
            {
                return;
            }
        }

        Signal(claim.Resource);
    }

    public ILeaseSubscription Subscribe(LockResource resource, Action onSignal)
    {
        var channel = new Channel(this, resource, onSignal);
        lock (_monitor)
        {
            _channels.Add(channel);
        }

        return channel;
    }

    /// <summary>What an operator does by hand, or a fail-over by accident.</summary>
    public void DropAll()
    {
        lock (_monitor)
        {
            _leases.Clear();
        }
    }

    /// <summary>The same for one lock or semaphore.</summary>
    public void Drop(LockResource resource)
    {
        lock (_monitor)
        {
            _leases.Remove(resource);
        }
    }

    public IReadOnlyList<LeaseRecord> List(Func<LockResource, bool> filter)
    {
        lock (_monitor)
        {
            return _leases.Keys.Where(filter).SelectMany(Living).Select(entry =>
                new LeaseRecord(entry.Claim.Resource, entry.Claim.Mode, entry.Claim.Owner, entry.Lease - _clock.GetElapsedTime(entry.Since))
                {
                    Metadata = entry.Claim.Metadata,
                    FencingToken = entry.Token,
                }).ToList();
        }
    }

    private void Signal(LockResource resource)
    {
        Channel[] channels;
        lock (_monitor)
        {
            channels = _channels.Where(channel => channel.Resource == resource).ToArray();
            Signals += channels.Length;
        }

        Array.ForEach(channels, static channel => channel.OnSignal());
    }

    private bool SetRest(LeaseClaim claim, TimeSpan rest)
    {
        var living = Living(claim.Resource);
        var index = living.FindIndex(entry => entry.Claim.Owner == claim.Owner);
        if (index < 0)
        {
            return false;
        }

        living[index] = living[index] with { Since = _clock.GetTimestamp(), Lease = rest };
        return true;
    }

    private List<Entry> Living(LockResource resource)
    {
        if (!_leases.TryGetValue(resource, out var entries))
        {
            _leases[resource] = entries = [];
        }

        entries.RemoveAll(entry => _clock.GetElapsedTime(entry.Since) >= entry.Lease);
        return entries;
    }

    private List<(string Id, bool IsWriter)> WaitersOf(LockResource resource)
    {
        if (!_waiters.TryGetValue(resource, out var waiters))
        {
            _waiters[resource] = waiters = [];
        }

        return waiters;
    }

    private sealed record Entry(LeaseClaim Claim, long Since, TimeSpan Lease, long Token);

    private sealed class Channel(FakeLeaseServer server, LockResource resource, Action onSignal) : ILeaseSubscription
    {
        public LockResource Resource { get; } = resource;

        public Action OnSignal { get; } = onSignal;

        public void Dispose()
        {
            lock (server._monitor)
            {
                server._channels.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
