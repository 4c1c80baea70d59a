using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Leases;

namespace DistributedLock.Runtime.Tests.Leases;

/// <summary>One process's way to a <see cref="FakeLeaseServer"/>. Every asynchronous call is really asynchronous, and every way can be slow or broken.</summary>
internal sealed class FakeLeaseStore(FakeLeaseServer server) : IReconnectingLeaseStore
{
    private int _tries;
    private int _releases;
    private readonly List<int> _batches = [];
    private int _answers;
    private int _callsAfterDisposal;

    public event EventHandler? Reconnected;

    public string Name => "fake";

    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>So long that no test passes by polling.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMinutes(5);

    public FakeLeaseServer Server => server;

    /// <summary>How many tries were sent.</summary>
    public int Tries => Volatile.Read(ref _tries);

    /// <summary>How many releases were sent by the asynchronous form.</summary>
    public int Releases => Volatile.Read(ref _releases);

    public bool IsDisposed { get; private set; }

    /// <summary>Tries, releases and withdrawals that came when the connection was gone.</summary>
    public int CallsAfterDisposal => Volatile.Read(ref _callsAfterDisposal);

    /// <summary>Whether the store can push.</summary>
    public bool CanSubscribe { get; set; } = true;

    /// <summary>How many leases each batch of renewals had.</summary>
    public IReadOnlyList<int> Batches
    {
        get
        {
            lock (_batches)
            {
                return [.. _batches];
            }
        }
    }

    /// <summary>How many of them have had their answer.</summary>
    public int Answers => Volatile.Read(ref _answers);

    /// <summary>The owners of all tries.</summary>
    public List<string> Owners { get; } = [];

    /// <summary>On the way to the server.</summary>
    public Func<LeaseClaim, CancellationToken, Task> BeforeTry { get; set; } = static (_, _) => Network.HopAsync();

    /// <summary>On the way back.</summary>
    public Func<LeaseClaim, LeaseAnswer, Task> AfterTry { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>What becomes of the server's answer.</summary>
    public Func<LeaseAnswer, LeaseAnswer> OnTried { get; set; } = static answer => answer;

    public Func<Task> BeforeRenewal { get; set; } = static () => Network.HopAsync();

    public Func<Task> AfterRenewal { get; set; } = static () => Task.CompletedTask;

    /// <summary>What becomes of the server's answer.</summary>
    public Func<bool[], bool[]> OnRenewed { get; set; } = static areHeld => areHeld;

    public Func<LeaseClaim, Task> BeforeRelease { get; set; } = static _ => Network.HopAsync();

    public Func<Task> BeforeSubscribe { get; set; } = static () => Network.HopAsync();

    public Action BeforeList { get; set; } = static () => { };

    public Action OnSubscribed { get; set; } = static () => { };

    public Action OnUnsubscribe { get; set; } = static () => { };

    public void Reconnect() => Reconnected?.Invoke(this, EventArgs.Empty);

    public async ValueTask<LeaseAnswer> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        Count(claim);
        await BeforeTry(claim, cancellationToken).ConfigureAwait(false);
        var answer = server.TryAcquire(claim);
        await AfterTry(claim, answer).ConfigureAwait(false);
        return OnTried(answer);
    }

    public LeaseAnswer TryAcquire(LeaseClaim claim, CancellationToken cancellationToken)
    {
        Count(claim);
        return server.TryAcquire(claim);
    }

    public async ValueTask<IReadOnlyList<bool>> RenewAsync(IReadOnlyList<LeaseRenewal> renewals, CancellationToken cancellationToken)
    {
        lock (_batches)
        {
            _batches.Add(renewals.Count);
        }

        await BeforeRenewal().ConfigureAwait(false);
        var areHeld = renewals.Select(server.Renew).ToArray();
        await AfterRenewal().ConfigureAwait(false);
        areHeld = OnRenewed(areHeld);
        Interlocked.Increment(ref _answers);
        return areHeld;
    }

    public async ValueTask<bool> ReleaseAsync(LeaseClaim claim, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _releases);
        CountLate();
        await BeforeRelease(claim).ConfigureAwait(false);
        return server.Release(claim, keepFor);
    }

    public bool Release(LeaseClaim claim, TimeSpan keepFor, CancellationToken cancellationToken) => server.Release(claim, keepFor);

    public async ValueTask<bool> EndAsync(LeaseRecord held, CancellationToken cancellationToken)
    {
        await Network.HopAsync().ConfigureAwait(false);
        BeforeList();
        return server.Release(new LeaseClaim(held.Resource, held.Owner, TimeSpan.FromSeconds(1)) { Mode = held.Mode }, keepFor: TimeSpan.Zero);
    }

    public async ValueTask WithdrawAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        CountLate();
        await Network.HopAsync().ConfigureAwait(false);
        server.Withdraw(claim);
    }

    public void Withdraw(LeaseClaim claim, CancellationToken cancellationToken) => server.Withdraw(claim);

    public async ValueTask<ILeaseSubscription?> SubscribeAsync(LockResource resource, Action onSignal, CancellationToken cancellationToken)
    {
        await BeforeSubscribe().ConfigureAwait(false);
        if (!CanSubscribe)
        {
            return null;
        }

        var subscription = server.Subscribe(resource, onSignal);
        OnSubscribed();
        return new Subscription(this, subscription);
    }

    public ILeaseSubscription? Subscribe(LockResource resource, Action onSignal, CancellationToken cancellationToken) => server.Subscribe(resource, onSignal);

    public async IAsyncEnumerable<LeaseRecord> ListAsync(
        string keyPrefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Network.HopAsync().ConfigureAwait(false);
        BeforeList();
        foreach (var record in server.List(resource => resource.Key.StartsWith(keyPrefix, StringComparison.Ordinal)))
        {
            yield return record;
        }
    }

    public async ValueTask<IReadOnlyList<LeaseRecord>> FindAsync(LockResource resource, CancellationToken cancellationToken)
    {
        await Network.HopAsync().ConfigureAwait(false);
        BeforeList();
        return server.List(candidate => candidate == resource);
    }

    public void Dispose()
    {
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return default;
    }

    private void CountLate() => Interlocked.Add(ref _callsAfterDisposal, IsDisposed ? 1 : 0);

    private void Count(LeaseClaim claim)
    {
        CountLate();
        Interlocked.Increment(ref _tries);
        lock (Owners)
        {
            Owners.Add(claim.Owner);
        }
    }

    private sealed class Subscription(FakeLeaseStore store, ILeaseSubscription inner) : ILeaseSubscription
    {
        public void Dispose()
        {
            inner.Dispose();
            store.OnUnsubscribe();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
