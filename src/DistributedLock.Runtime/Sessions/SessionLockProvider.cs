using DistributedLock.LocalQueues;
using DistributedLock.Providers;
using DistributedLock.Telemetry;
using Microsoft.Extensions.Logging;

namespace DistributedLock.Sessions;

/// <summary>
/// The session engine: a lock provider over an <see cref="ISessionStore"/>, whose locks live as long as a connection or an open file. A backend derives
/// from it and supplies the store. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// All exclusion inside the process is the engine's: for each key one remote exclusive or shared hold, with its local holders counted, and for a
/// semaphore one hold for each of its slots. Inside the process waiters are first come, first served, and only the first of them waits for the store.
/// Between processes there is no order, but waiting writers go before new readers: they register an intent, and new readers stand back from it.
/// </para>
/// <para>
/// A session lock has no lease: it is lost when its session ends, which is noticed within a second. What cannot be noticed is a process that was
/// stopped and goes on later; give the fencing token to the resource that must not see two holders.
/// </para>
/// <para>
/// Disposing the provider fires the lost tokens of what it still holds, releases it, and ends every wait with an <see cref="ObjectDisposedException"/>.
/// A handle that was garbage-collected without being disposed is released, and a warning names its template.
/// </para>
/// </remarks>
public abstract class SessionLockProvider
    : IDistributedLockProvider, ILockProviderInfo, ILockProviderStatus, IWatchedStore, IApplicationProvider, IAsyncDisposable, IDisposable
{
    private readonly LocalResources<SessionKey> _resources;
    private readonly CancellationTokenSource _closing = new();
    private readonly PollDelays _delays = new();
    private readonly LockMetadata _metadata;
    private readonly SessionRecorder _recorder;
    private LockLoss? _lastLoss;
    private int _isDisposed;

    /// <summary>Creates a provider.</summary>
    /// <param name="store">The store; the provider disposes it.</param>
    /// <param name="options">The options that are the same for every provider.</param>
    /// <param name="category">The category of the provider's log messages.</param>
    /// <exception cref="ArgumentException">An option is missing.</exception>
    protected SessionLockProvider(ISessionStore store, DistributedLockOptions options, string category)
    {
        Store = store ?? throw new ArgumentNullException(nameof(store));
        (options ?? throw new ArgumentNullException(nameof(options))).Validate();
        _resources = new LocalResources<SessionKey>(options.KeyPrefix, static resource => new SessionKey(resource));
        TimeProvider = options.TimeProvider;
        Logger = options.CreateLogger(category);
        Scheduler = new SessionScheduler(TimeProvider);
        _metadata = new LockMetadata(options);
        _recorder = new SessionRecorder(this, _metadata);
    }

    /// <inheritdoc/>
    public string Name => Store.Name;

    /// <inheritdoc/>
    public TimeProvider TimeProvider { get; }

    /// <inheritdoc/>
    public ILogger Logger { get; }

    int ILockProviderStatus.Held => Scheduler.Held;

    RenewalRecord? ILockProviderStatus.Renewals => null;

    LockLoss? ILockProviderStatus.LastLoss => Volatile.Read(ref _lastLoss);

    StoreWatch IWatchedStore.StoreWatch => StoreWatch;

    string IApplicationProvider.Application => _metadata.Application;

    internal ISessionStore Store { get; }

    internal StoreWatch StoreWatch { get; } = new();

    internal SessionScheduler Scheduler { get; }

    /// <summary>Fires when the provider is disposed.</summary>
    internal CancellationToken Closing => _closing.Token;

    /// <inheritdoc/>
    public ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default) =>
        AcquireAsync(request, isAsync: true, cancellationToken);

    /// <inheritdoc/>
    public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) =>
        AcquireAsync(request, isAsync: false, cancellationToken).GetAwaiter().GetResult(); // completed already: see SessionCalls

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var holder in Close())
        {
            // Completed already: the synchronous form never suspends.
            EndAsync(holder, isAsync: false).GetAwaiter().GetResult();
        }

        Scheduler.Dispose();
        Store.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var releases = Task.WhenAll(Close().Select(holder => EndAsync(holder, isAsync: true)));
        try
        {
            await releases.WaitAsync(DistributedLockHandle.ReleaseTimeout, TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LockLog.ReleaseSlow(Logger, "(all that is held)", Name, DistributedLockHandle.ReleaseTimeout.TotalSeconds);
        }

        Scheduler.Dispose();
        await Store.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether no call of the store ever waits for anything.</summary>
    internal bool IsSynchronous => Store is SynchronousSessionStore;

    internal SessionCalls Calls(bool isAsync) => new(Store, TimeProvider, StoreWatch, isAsync);

    internal SessionKey KeyOf(LockRequest request) => _resources.Of(request);

    /// <summary>The time to sleep before the next try when no wake-up comes, with up to a third taken off at random.</summary>
    internal TimeSpan NextPollDelay() => _delays.Next(Store.PollInterval);

    internal async ValueTask<SessionLockHandle> CreateHandleAsync(SessionKey key, LockRequest request, SessionGrant grant, SessionCalls calls)
    {
        var holder = new SessionHolder(this, key, request, grant, _recorder.Begin(key.Resource, request, grant.FencingToken));
        var handle = holder.CreateHandle();
        if (Scheduler.TryAdd(holder))
        {
            return handle;
        }

        // Disposed between the try and here: nobody else knows of this hold.
        await EndAsync(holder, calls.IsAsync).ConfigureAwait(false);
        throw Disposed();
    }

    internal void ThrowIfDisposed()
    {
        if (Volatile.Read(ref _isDisposed) != 0)
        {
            throw Disposed();
        }
    }

    /// <summary>For one that has just queued up: the disposal may have emptied the queue before.</summary>
    internal void FailWaitersIfDisposed(SessionKey key)
    {
        if (Volatile.Read(ref _isDisposed) != 0)
        {
            FailWaiters(key, Disposed());
        }
    }

    internal void OnLost(LockLossReason reason)
    {
        if (LockLoss.Of(reason, TimeProvider) is { } loss)
        {
            Volatile.Write(ref _lastLoss, loss);
        }
    }

    internal void OnAbandoned(LockRequest request) => LockLog.Abandoned(Logger, request.DisplayName, Name);

    internal void OnReleaseFailed(LockRequest request, Exception exception)
    {
        LockMeter.ReleaseFailed(request, Name, exception.GetType().FullName!);
        LockLog.ReleaseFailed(Logger, request.DisplayName, Name, exception);
    }

    private static void FailWaiters(SessionKey key, Exception reason)
    {
        key.FailWaiters(reason);
        key.Turn.FailWaiters(reason);
    }

    private async ValueTask<IDistributedLockHandle?> AcquireAsync(LockRequest request, bool isAsync, CancellationToken cancellationToken)
    {
        if (request is null)
        {
            throw new ArgumentNullException(nameof(request));
        }

        var deadline = new WaitDeadline(TimeProvider, request.Timeout);
        request.ThrowIfContradictory();
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await new SessionAcquisition(this, request, deadline, isAsync, cancellationToken).RunAsync().ConfigureAwait(false);
        }
        catch (LockBackendException failure) when (StoreWatch.OnFailed(failure))
        {
            throw; // never: the filter only tells
        }
    }

    /// <summary>Ends every wait and declares lost what is held.</summary>
    /// <returns>What is held, for the caller to release; empty at a second disposal.</returns>
    private IReadOnlyList<SessionHolder> Close()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return [];
        }

        // The waits first, so that no release lets one of them in.
        _closing.Cancel();
        var reason = Disposed();
        foreach (var key in _resources.All)
        {
            FailWaiters(key, reason);
        }

        var holders = Scheduler.Close();
        foreach (var holder in holders)
        {
            holder.MarkLost(LockLossReason.ProviderDisposed);
        }

        return holders;
    }

    private async Task EndAsync(SessionHolder holder, bool isAsync)
    {
        try
        {
            await holder.EndAsync(isAsync).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            OnReleaseFailed(holder.Request, exception);
        }
    }

    private ObjectDisposedException Disposed() => new(GetType().Name);
}
