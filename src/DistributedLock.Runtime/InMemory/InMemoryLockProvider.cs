using DistributedLock.InMemory;
using DistributedLock.LocalQueues;
using DistributedLock.Providers;
using DistributedLock.Telemetry;
using Microsoft.Extensions.Logging;

namespace DistributedLock;

/// <summary>
/// Locks inside one process: for applications that run once, and for tests. First come, first served; shared, exclusive and semaphore; fencing tokens.
/// Thread-safe. Two instances know nothing of each other.
/// </summary>
/// <remarks>
/// Disposing the provider fires the lost tokens of what it still holds, releases it, and ends every wait with an <see cref="ObjectDisposedException"/>.
/// A handle that was garbage-collected without being disposed is released when somebody else asks for its key, and a warning names its template.
/// </remarks>
public sealed class InMemoryLockProvider
    : IDistributedLockProvider, IDistributedLockInspector, ILockProviderInfo, ILockProviderStatus, IApplicationProvider, IAsyncDisposable, IDisposable
{
    private readonly LocalLockTable<InMemoryLock> _locks;
    private readonly LocalLockTable<InMemoryLock> _semaphores;
    private readonly string _keyPrefix;
    private readonly LockMetadata _metadata;
    private readonly InMemoryInspection _inspection;
    private long _fencingFloor;
    private volatile bool _isDisposed;

    /// <summary>Creates a provider with the default options.</summary>
    public InMemoryLockProvider()
        : this(new InMemoryLockOptions())
    {
    }

    /// <summary>Creates a provider.</summary>
    /// <exception cref="ArgumentException">An option is missing.</exception>
    public InMemoryLockProvider(InMemoryLockOptions options)
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        options.Validate();
        _keyPrefix = options.KeyPrefix;
        TimeProvider = options.TimeProvider;
        Logger = options.CreateLogger("DistributedLock.InMemory");
        _locks = new LocalLockTable<InMemoryLock>(_ => new InMemoryLock(this));
        _semaphores = new LocalLockTable<InMemoryLock>(_ => new InMemoryLock(this));
        _metadata = new LockMetadata(options);
        _inspection = new InMemoryInspection(_locks, _semaphores, options.KeyPrefix, _metadata, new ForceRelease(this, options, _metadata));

        // Microseconds since 1970, so that tokens go on growing over restarts of the process.
        _fencingFloor = TimeProvider.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
    }

    /// <inheritdoc/>
    public string Name => "in-memory";

    /// <inheritdoc/>
    public TimeProvider TimeProvider { get; }

    /// <inheritdoc/>
    public ILogger Logger { get; }

    int ILockProviderStatus.Held => _locks.Locks.Concat(_semaphores.Locks).Sum(static owner => owner.Holders);

    RenewalRecord? ILockProviderStatus.Renewals => null;

    LockLoss? ILockProviderStatus.LastLoss => null; // there is nothing it could be lost to

    /// <inheritdoc/>
    public ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default)
    {
        // Outside the try block, which would cost it a tenth of its speed; it throws nothing.
        if (TryEnterFast(request, cancellationToken) is { } handle)
        {
            return new ValueTask<IDistributedLockHandle?>(handle);
        }

        // Errors come as exceptions of the task, as from a backend that really is asynchronous.
        try
        {
            return Enter(request, cancellationToken, out var owner, out var waiter)
                ? new ValueTask<IDistributedLockHandle?>(CreateHandle(owner!, request))
                : waiter is null ? default : WaitAsync(owner!, waiter, request, cancellationToken);
        }
        catch (OperationCanceledException canceled)
        {
            return new ValueTask<IDistributedLockHandle?>(Task.FromCanceled<IDistributedLockHandle?>(canceled.CancellationToken));
        }
        catch (Exception exception)
        {
            return new ValueTask<IDistributedLockHandle?>(Task.FromException<IDistributedLockHandle?>(exception));
        }
    }

    /// <inheritdoc/>
    public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default)
    {
        if (TryEnterFast(request, cancellationToken) is { } handle)
        {
            return handle;
        }

        if (Enter(request, cancellationToken, out var owner, out var waiter))
        {
            return CreateHandle(owner!, request);
        }

        return waiter is not null && waiter.Wait(request.Timeout, TimeProvider, cancellationToken) ? CreateHandle(owner!, request) : null;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<LockInfo> ListAsync(string keyPrefix = "", CancellationToken cancellationToken = default) =>
        _inspection.ListAsync(keyPrefix ?? throw new ArgumentNullException(nameof(keyPrefix)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LockInfo>> GetAsync(LockKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<IReadOnlyList<LockInfo>>(_inspection.Get(key));
    }

    /// <inheritdoc/>
    /// <remarks>The holder is told at once.</remarks>
    public ValueTask<bool> ForceReleaseAsync(LockInfo held, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<bool>(_inspection.TryEnd(held));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        var reason = Disposed();
        foreach (var owner in _locks.Locks.Concat(_semaphores.Locks))
        {
            owner.Close(reason);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    string IApplicationProvider.Application => _metadata.Application;

    /// <summary>Above this begin the tokens of a key that is not in the table: it may have been, and forgotten.</summary>
    internal long FencingFloor => Volatile.Read(ref _fencingFloor);

    internal void RaiseFencingFloor(long token)
    {
        long floor;
        while (token > (floor = FencingFloor) && Interlocked.CompareExchange(ref _fencingFloor, token, floor) != floor)
        {
        }
    }

    internal void OnAbandoned(LockRequest request) => LockLog.Abandoned(Logger, request.DisplayName, Name);

    /// <summary>The whole of an uncontended exclusive acquisition. <see langword="null"/> says nothing: go the long way.</summary>
    private InMemoryLockHandle? TryEnterFast(LockRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Mode: LockMode.Exclusive, MaxConcurrency: 1 } || _isDisposed || cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        var owner = _locks.Get(StoreKey(request));
        return owner.TryEnterFast() ? CreateHandle(owner, request) : null;
    }

    private string StoreKey(LockRequest request) => _keyPrefix.Length == 0 ? request.Key.Value : _keyPrefix + request.Key.Value;

    /// <returns>Whether the caller is in. If not, it has a place in the queue, or none when the only try is over.</returns>
    private bool Enter(LockRequest request, CancellationToken cancellationToken, out InMemoryLock? owner, out LocalWaiter? waiter)
    {
        if (request is null)
        {
            throw new ArgumentNullException(nameof(request));
        }

        request.ThrowIfContradictory();
        cancellationToken.ThrowIfCancellationRequested();
        var key = StoreKey(request);
        var table = request.IsSemaphore ? _semaphores : _locks;
        waiter = null;
        while (true)
        {
            if (_isDisposed)
            {
                throw Disposed();
            }

            owner = table.Get(key);
            var entry = owner.TryEnter(request.Mode, request.MaxConcurrency);
            if (entry == LocalEntry.Contended && owner.ReclaimAbandoned())
            {
                continue;
            }

            if (entry == LocalEntry.Contended && request.Timeout != TimeSpan.Zero)
            {
                entry = owner.Enter(request.Mode, request.MaxConcurrency, out waiter);
                if (waiter is not null && _isDisposed)
                {
                    // Disposed between the check and the queue: nobody would ever call this place up.
                    owner.Close(Disposed());
                }
            }

            if (entry != LocalEntry.Retired)
            {
                return entry == LocalEntry.Entered;
            }
        }
    }

    private async ValueTask<IDistributedLockHandle?> WaitAsync(
        InMemoryLock owner, LocalWaiter waiter, LockRequest request, CancellationToken cancellationToken) =>
        await waiter.WaitAsync(request.Timeout, TimeProvider, cancellationToken).ConfigureAwait(false) ? CreateHandle(owner, request) : null;

    private InMemoryLockHandle CreateHandle(InMemoryLock owner, LockRequest request)
    {
        var handle = owner.CreateHandle(request);
        if (_isDisposed)
        {
            // Disposed after the check at the entrance: this hold may have been created too late for Dispose to see it.
            owner.Close(Disposed());
        }

        return handle;
    }

    private static ObjectDisposedException Disposed() => new(nameof(InMemoryLockProvider));
}
