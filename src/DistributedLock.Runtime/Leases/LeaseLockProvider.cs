using DistributedLock.LocalQueues;
using DistributedLock.Providers;
using DistributedLock.Telemetry;
using Microsoft.Extensions.Logging;

namespace DistributedLock.Leases;

/// <summary>
/// The lease engine: a lock provider over an <see cref="ILeaseStore"/>, whose locks are entries that expire unless they are renewed. A backend derives from it
/// and supplies the store. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// An uncontended lock costs one round trip to take and one to free. Inside the process waiters are first come, first served, and only the first of them
/// talks to the store; it is woken by the store's signal, at the latest when the lease in its way ends. Between processes there is no order.
/// </para>
/// <para>
/// Everything that is held is renewed by one timer, at a third of the lease, in batches. A lock is lost when the store says so, or when two thirds of the
/// lease have passed without an acknowledgement, counted from before the request was sent. A lease that is lost is never created again. What cannot be
/// noticed is a process that was stopped for longer than its lease and goes on: give the fencing token to the resource that must not see two holders.
/// </para>
/// <para>
/// A request whose outcome is unknown (cancelled, cut, or not answered in time) is undone in the background, by its owner id, before the same wait tries again.
/// A first try that fails throws at once; a waiter goes on over transient failures until its time-out.
/// </para>
/// <para>
/// Disposing the provider fires the lost tokens of what it still holds, releases it, and ends every wait with an <see cref="ObjectDisposedException"/>.
/// A handle that was garbage-collected without being disposed is released, and a warning names its template.
/// </para>
/// </remarks>
public abstract class LeaseLockProvider
    : IDistributedLockProvider, IDistributedLockInspector, ILockProviderInfo, ILockProviderStatus, IWatchedStore, IApplicationProvider, IAsyncDisposable, IDisposable
{
    private readonly LocalResources<LeaseKey> _resources;
    private readonly CancellationTokenSource _closing = new();
    private readonly LeaseActivity _activity = new();
    private readonly PollDelays _delays = new();
    private readonly LeaseInspection _inspection;
    private readonly RenewalRecord _renewals;
    private LockLoss? _lastLoss;
    private int _isDisposed;

    /// <summary>Creates a provider.</summary>
    /// <param name="store">The store; the provider disposes it.</param>
    /// <param name="options">The options that are the same for every provider.</param>
    /// <param name="category">The category of the provider's log messages.</param>
    /// <exception cref="ArgumentException">An option is missing, or a time of the store is not greater than zero and at most about 49 days.</exception>
    protected LeaseLockProvider(ILeaseStore store, DistributedLockOptions options, string category)
    {
        Store = store ?? throw new ArgumentNullException(nameof(store));
        (options ?? throw new ArgumentNullException(nameof(options))).Validate();
        ThrowIfNoTimer(store.OperationTimeout, nameof(ILeaseStore.OperationTimeout));
        ThrowIfNoTimer(store.PollInterval, nameof(ILeaseStore.PollInterval));
        TimeProvider = options.TimeProvider;
        Logger = options.CreateLogger(category);
        _renewals = new RenewalRecord(TimeProvider);
        Metadata = new LockMetadata(options);
        _inspection = new LeaseInspection(this, options);
        _resources = new LocalResources<LeaseKey>(options.KeyPrefix, resource => new LeaseKey(this, resource));
        Scheduler = new LeaseScheduler(this);
        Subscriptions = new LeaseSubscriptions(TimeProvider);
        CleanUp = new LeaseCleanUp(this);
        if (store is IReconnectingLeaseStore reconnecting)
        {
            reconnecting.Reconnected += OnReconnected;
        }
    }

    /// <inheritdoc/>
    public string Name => Store.Name;

    /// <inheritdoc/>
    public TimeProvider TimeProvider { get; }

    /// <inheritdoc/>
    public ILogger Logger { get; }

    int ILockProviderStatus.Held => Scheduler.Held;

    RenewalRecord? ILockProviderStatus.Renewals => _renewals;

    LockLoss? ILockProviderStatus.LastLoss => Volatile.Read(ref _lastLoss);

    StoreWatch IWatchedStore.StoreWatch => StoreWatch;

    internal StoreWatch StoreWatch { get; } = new();

    string IApplicationProvider.Application => Metadata.Application;

    internal ILeaseStore Store { get; }

    /// <summary>What is stored about this process.</summary>
    internal LockMetadata Metadata { get; }

    internal LeaseScheduler Scheduler { get; }

    internal LeaseSubscriptions Subscriptions { get; }

    internal LeaseCleanUp CleanUp { get; }

    /// <summary>Fires when the provider is disposed.</summary>
    internal CancellationToken Closing => _closing.Token;

    /// <inheritdoc/>
    public ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default) =>
        AcquireAsync(request, isAsync: true, cancellationToken);

    /// <inheritdoc/>
    public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) =>
        AcquireAsync(request, isAsync: false, cancellationToken).GetAwaiter().GetResult(); // completed already: see LeaseCalls

    /// <inheritdoc/>
    public IAsyncEnumerable<LockInfo> ListAsync(string keyPrefix = "", CancellationToken cancellationToken = default)
    {
        if (keyPrefix is null)
        {
            throw new ArgumentNullException(nameof(keyPrefix));
        }

        ThrowIfDisposed();
        return _inspection.ListAsync(keyPrefix, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LockInfo>> GetAsync(LockKey key, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return _inspection.GetAsync(key, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ForceReleaseAsync(LockInfo held, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return _inspection.ForceReleaseAsync(held, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // On the thread pool, so that no synchronization context of the caller stands in the way.
        Task.Run(() => DisposeAsync().AsTask()).GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        // The waits first, so that no release lets one of them in.
        _closing.Cancel();
        var reason = Disposed();
        foreach (var key in _resources.All)
        {
            key.FailWaiters(reason);
        }

        if (Store is IReconnectingLeaseStore reconnecting)
        {
            reconnecting.Reconnected -= OnReconnected;
        }

        Subscriptions.Close();
        var holds = Scheduler.Close();
        foreach (var hold in holds)
        {
            hold.MarkLost(LockLossReason.ProviderDisposed);
        }

        try
        {
            await EndAllAsync(holds).WaitAsync(DistributedLockHandle.ReleaseTimeout, TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LockLog.ReleaseSlow(Logger, "(all that is held)", Name, DistributedLockHandle.ReleaseTimeout.TotalSeconds);
        }

        Scheduler.Dispose();
        Subscriptions.Dispose();
        await Store.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Something begins that a disposal has to wait for.</summary>
    internal LeaseActivity.Part Enter() => _activity.Enter();

    internal LeaseCalls Calls(bool isAsync) => new(Store, TimeProvider, isAsync);

    internal LeaseKey KeyOf(LockRequest request) => _resources.Of(request);

    /// <summary>For one that has just queued up: the disposal may have emptied the queue before.</summary>
    internal void FailWaitersIfDisposed(LeaseKey key)
    {
        if (Volatile.Read(ref _isDisposed) != 0)
        {
            key.FailWaiters(Disposed());
        }
    }

    /// <summary>How long a waiter sleeps when no signal comes: until the lease in its way has ended, and a little longer, so that waiters don't move in step.</summary>
    internal TimeSpan NextDelay(TimeSpan? retryAfter) => _delays.Next(Store.PollInterval, retryAfter);

    internal async ValueTask<LeaseLockHandle> CreateHandleAsync(LeaseHold hold, long? fencingToken, bool isAsync)
    {
        var handle = hold.CreateHandle(fencingToken);
        if (Scheduler.TryAdd(hold))
        {
            return handle;
        }

        // Disposed between the try and here: nobody else knows of this hold.
        GC.SuppressFinalize(handle);
        if (isAsync)
        {
            await EndInBackgroundAsync(hold).ConfigureAwait(false);
        }
        else
        {
            Task.Run(() => EndInBackgroundAsync(hold)).GetAwaiter().GetResult();
        }

        throw Disposed();
    }

    /// <summary>Renews, within the operation time-out.</summary>
    internal async Task<IReadOnlyList<bool>> RenewAsync(IReadOnlyList<LeaseRenewal> renewals, CancellationToken cancellationToken)
    {
        try
        {
            var areHeld = await Calls(isAsync: true).Bounded(Store.RenewAsync(renewals, cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);
            return areHeld.Count == renewals.Count ? areHeld : throw new LockBackendException(
                $"{Name} answered for {areHeld.Count} leases when {renewals.Count} were to be renewed: expected one answer for each.");
        }
        catch (Exception exception) when (exception is not LockBackendException &&
            !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new LockBackendException($"{Name} did not renew {renewals.Count} leases: {exception.Message}", exception);
        }
    }

    /// <summary>Ends a hold. Never fails.</summary>
    internal async Task EndInBackgroundAsync(LeaseHold hold)
    {
        try
        {
            await hold.EndAsync(isAsync: true).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LockMeter.ReleaseFailed(hold.Request, Name, exception.GetType().FullName!);
            LockLog.ReleaseFailed(Logger, hold.Request.DisplayName, Name, exception);
        }
    }

    internal void ThrowIfDisposed()
    {
        if (Volatile.Read(ref _isDisposed) != 0)
        {
            throw Disposed();
        }
    }

    internal void OnAbandoned(LockRequest request) => LockLog.Abandoned(Logger, request.DisplayName, Name);

    internal void OnLost(LockLossReason reason)
    {
        if (LockLoss.Of(reason, TimeProvider) is { } loss)
        {
            Volatile.Write(ref _lastLoss, loss);
        }
    }

    /// <summary>What failed to be renewed is gone: the failures of old are none of what is held from here on.</summary>
    internal void OnFirstHold() => _renewals.Clear();

    internal void OnRenewed() => _renewals.Clear();

    internal void OnRenewalFailed(int count, Exception exception)
    {
        _renewals.OnFailed(exception);
        if (Volatile.Read(ref _isDisposed) == 0)
        {
            LockLog.RenewalFailed(Logger, count, Name, exception);
        }
    }

    internal void OnCleanUpFailed(LockRequest request, Exception exception)
    {
        if (Volatile.Read(ref _isDisposed) == 0)
        {
            // All that is learned of a silent store where callers give up before its time is over.
            StoreWatch.OnFailed(exception);
        }

        LockLog.CleanUpFailed(Logger, request.DisplayName, Name, exception);
    }

    private ValueTask<IDistributedLockHandle?> AcquireAsync(LockRequest request, bool isAsync, CancellationToken cancellationToken)
    {
        if (request is null)
        {
            throw new ArgumentNullException(nameof(request));
        }

        return new LeaseAcquisition(this, request, isAsync, cancellationToken).RunAsync();
    }

    private void OnReconnected(object? sender, EventArgs e) => Scheduler.RenewAllSoon();

    private async Task EndAllAsync(IReadOnlyList<LeaseHold> holds)
    {
        await Task.WhenAll(holds.Select(EndInBackgroundAsync)).ConfigureAwait(false);

        // A request that is still at the store gives back what it gets there, and a waiter has its traces removed.
        await _activity.WaitForEndAsync().ConfigureAwait(false);
        await CleanUp.All.ConfigureAwait(false);
    }

    private static void ThrowIfNoTimer(TimeSpan time, string name)
    {
        if (time <= TimeSpan.Zero || time > LockRequest.LongestTimer)
        {
            throw new ArgumentException($"The store's {name} is {time}: expected more than zero, at most 49 days.", "store");
        }
    }

    private ObjectDisposedException Disposed() => new(GetType().Name);
}
