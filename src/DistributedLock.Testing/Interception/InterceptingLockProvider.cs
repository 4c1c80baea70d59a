using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistributedLock.Testing;

/// <summary>
/// What the providers of this kit have in common: each stands before another provider, writes down what happens, and may change it. Thread-safe.
/// </summary>
public abstract class InterceptingLockProvider : IDistributedLockProvider, ILockProviderInfo, ILockRequestResolver, IAsyncDisposable, IDisposable
{
    private readonly IDistributedLockProvider _inner;
    private readonly bool _ownsInner;
    private readonly CancellationTokenSource _closing = new();
    private int _isDisposed;

    private protected InterceptingLockProvider(IDistributedLockProvider inner, LockRecorder recorder, TimeProvider? clock, bool ownsInner = true)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _ownsInner = ownsInner;
        Recorder = recorder;
        var info = inner as ILockProviderInfo;
        Name = info?.Name ?? inner.GetType().FullName ?? "unknown";
        TimeProvider = clock ?? info?.TimeProvider ?? TimeProvider.System;
        Logger = info?.Logger ?? NullLogger.Instance;
    }

    /// <summary>What happened to the locks of this provider.</summary>
    public LockRecorder Recorder { get; }

    /// <summary>The name of the provider behind: the order of several locks stays as it is without this one.</summary>
    public string Name { get; private protected init; }

    /// <inheritdoc/>
    public TimeProvider TimeProvider { get; }

    /// <inheritdoc/>
    public ILogger Logger { get; private protected init; }

    internal InterceptedHandles Handles { get; } = new();

    /// <summary>The configured times of the provider behind, where it has any.</summary>
    /// <inheritdoc/>
    public LockRequest Resolve(LockRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _inner.As<ILockRequestResolver>()?.Resolve(request) ?? request;
    }

    /// <inheritdoc/>
    public async ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default)
    {
        request = Resolve(request);
        var record = Recorder.Begin(request, Name, TimeProvider);
        try
        {
            var plan = Begin(request, cancellationToken);
            var wait = WaitAsync(plan.WaitOf(request), cancellationToken);
            if (!wait.IsCompleted)
            {
                record.Waiting();
            }

            await wait.ConfigureAwait(false);
            if (!IsPassed(plan, request))
            {
                return Contended(record);
            }

            var acquisition = _inner.TryAcquireAsync(Passed(request, plan), cancellationToken);
            if (!acquisition.IsCompleted)
            {
                record.Waiting();
            }

            return await acquisition.ConfigureAwait(false) is { } handle ? Acquired(handle, request, plan, record) : Contended(record);
        }
        catch (Exception exception)
        {
            Ended(record, exception, cancellationToken);
            throw;
        }
    }

    /// <inheritdoc/>
    public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default)
    {
        request = Resolve(request);
        var record = Recorder.Begin(request, Name, TimeProvider);
        try
        {
            var plan = Begin(request, cancellationToken);
            WaitAsync(plan.WaitOf(request), cancellationToken).GetAwaiter().GetResult();
            if (!IsPassed(plan, request))
            {
                return Contended(record);
            }

            return _inner.TryAcquire(Passed(request, plan), cancellationToken) is { } handle ? Acquired(handle, request, plan, record) : Contended(record);
        }
        catch (Exception exception)
        {
            Ended(record, exception, cancellationToken);
            throw;
        }
    }

    /// <summary>Disposes the provider behind, and ends the waits that this one added.</summary>
    public async ValueTask DisposeAsync()
    {
        if (TryClose())
        {
            switch (_inner)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync().ConfigureAwait(false);
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        if (TryClose())
        {
            switch (_inner)
            {
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
                case IAsyncDisposable disposable:
                    disposable.DisposeAsync().AsTask().GetAwaiter().GetResult();
                    break;
            }
        }
    }

    /// <summary>Decides what is to become of a request. Called once for each, in the order in which they come.</summary>
    private protected abstract Interception Plan(LockRequest request);

    /// <summary>What the provider behind is asked for.</summary>
    private protected virtual LockRequest Passed(LockRequest request, Interception plan) =>
        plan.Delay == TimeSpan.Zero ? request : request with { Timeout = plan.TimeoutOf(request) };

    /// <summary>The lease of a new lock, where the provider behind has none of its own.</summary>
    private protected virtual SimulatedLease? StartLease(LockRequest request, Interception plan) => null;

    private Interception Begin(LockRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        return Plan(request);
    }

    private static bool IsPassed(Interception plan, LockRequest request) =>
        plan.Answer == InterceptedAnswer.Failed ? throw plan.Failure!(request) : plan.Answer == InterceptedAnswer.Passed;

    private async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        if (time == TimeSpan.Zero)
        {
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            await Task.Delay(time, TimeProvider, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ObjectDisposedException(GetType().Name);
        }
    }

    private InterceptedLockHandle Acquired(IDistributedLockHandle inner, LockRequest request, Interception plan, RecordedAcquisition record)
    {
        var handle = new InterceptedLockHandle(this, request, inner, plan, record, StartLease(request, plan));
        Handles.Add(handle); // first: who waits for the event may look for the handle
        record.Acquired(handle.FencingToken);
        handle.Start();
        return handle;
    }

    private static InterceptedLockHandle? Contended(RecordedAcquisition record)
    {
        record.Contended();
        return null;
    }

    private static void Ended(RecordedAcquisition record, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            record.Canceled();
        }
        else
        {
            record.Failed(exception);
        }
    }

    /// <returns>Whether the provider behind is to be disposed now.</returns>
    private bool TryClose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return false;
        }

        _closing.Cancel();
        return _ownsInner;
    }
}
