using DistributedLock.Providers;

namespace DistributedLock.FailFast;

/// <summary>
/// Refuses acquisitions while the store of the provider inside has been down for a while, and lets one through now and then to ask. Until then it only passes
/// calls on: an engine tells by itself how its store answers. What is held never comes through here.
/// </summary>
internal sealed class FailFastLockProvider : DelegatingLockProvider
{
    private readonly LockCircuit _circuit;
    private readonly StoreWatch _watch;
    private readonly TimeProvider _clock;
    private readonly bool _isTold;

    public FailFastLockProvider(IDistributedLockProvider inner, LockFailFastOptions options)
        : base(inner)
    {
        var told = (inner as IWatchedStore)?.StoreWatch;
        _isTold = told is not null;
        _watch = told ?? new StoreWatch();
        _clock = LockProviderDefaults.ClockOf(inner);
        _circuit = new LockCircuit(inner, _watch, options);
        _watch.Failed += _circuit.OnFailed;
    }

    /// <summary>What the circuit is at this moment.</summary>
    public CircuitStatus Status => _circuit.Status;

    public override ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default) =>
        !_circuit.IsClosed && request is not null ? AskAsync(request, isAsync: true, cancellationToken) : PassAsync(request!, cancellationToken);

    public override IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) =>
        !_circuit.IsClosed && request is not null
            ? AskAsync(request, isAsync: false, cancellationToken).AsTask().GetAwaiter().GetResult() // asks on this thread, and waits for no other one's answer
            : Pass(request!, cancellationToken);

    public override ValueTask DisposeAsync()
    {
        StopWatching();
        return base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        StopWatching();
        base.Dispose(disposing);
    }

    private void StopWatching()
    {
        _watch.Failed -= _circuit.OnFailed;
        _circuit.Close();
    }

    private ValueTask<IDistributedLockHandle?> PassAsync(LockRequest request, CancellationToken cancellationToken)
    {
        if (_isTold)
        {
            return Inner.TryAcquireAsync(request, cancellationToken);
        }

        ValueTask<IDistributedLockHandle?> acquisition;
        try
        {
            acquisition = Inner.TryAcquireAsync(request, cancellationToken);
        }
        catch (LockBackendException failure) when (_watch.OnFailed(failure))
        {
            throw; // never: the filter only tells
        }

        if (!acquisition.IsCompletedSuccessfully)
        {
            return WatchAsync(acquisition);
        }

        _watch.OnAnswered();
        return acquisition;
    }

    /// <summary>A provider of another kind tells nothing by itself.</summary>
    private async ValueTask<IDistributedLockHandle?> WatchAsync(ValueTask<IDistributedLockHandle?> acquisition)
    {
        try
        {
            var handle = await acquisition.ConfigureAwait(false);
            _watch.OnAnswered();
            return handle;
        }
        catch (LockBackendException failure) when (_watch.OnFailed(failure))
        {
            throw; // never: the filter only tells
        }
    }

    private IDistributedLockHandle? Pass(LockRequest request, CancellationToken cancellationToken)
    {
        if (_isTold)
        {
            return Inner.TryAcquire(request, cancellationToken);
        }

        try
        {
            var handle = Inner.TryAcquire(request, cancellationToken);
            _watch.OnAnswered();
            return handle;
        }
        catch (LockBackendException failure) when (_watch.OnFailed(failure))
        {
            throw; // never: the filter only tells
        }
    }

    /// <summary>
    /// Asks by a single try, however long the caller would wait: the store's answer is what matters, and the others must not be refused while this one waits for
    /// a lock that somebody has.
    /// </summary>
    private async ValueTask<IDistributedLockHandle?> AskAsync(LockRequest request, bool isAsync, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = _clock.GetTimestamp();
        var question = new CircuitQuestion(() => TakeAsync(request with { Timeout = TimeSpan.Zero }), cancellationToken);
        var decision = _circuit.AskAsync(question);
        if (!question.IsLetThrough)
        {
            await decision.ConfigureAwait(false); // has ended: nothing was asked
            return _circuit.IsClosed ? await TakeAsync(request).ConfigureAwait(false) : throw _circuit.Refuse(request);
        }

        // On the caller's thread, which the provider may keep for as long as it likes: others are kept out no longer than the circuit waits.
        await question.AskAsync(_watch).ConfigureAwait(false);
        await decision.ConfigureAwait(false); // with the answer, or long before
        question.Failure?.Throw();
        if (question.Handle is not null || request.Timeout == TimeSpan.Zero)
        {
            return question.Handle;
        }

        // Somebody has the lock. What the question took is part of the caller's time.
        var rest = request.Timeout == Timeout.InfiniteTimeSpan ? request.Timeout : request.Timeout - _clock.GetElapsedTime(start);
        return rest > TimeSpan.Zero || rest == Timeout.InfiniteTimeSpan ? await TakeAsync(request with { Timeout = rest }).ConfigureAwait(false) : null;

        ValueTask<IDistributedLockHandle?> TakeAsync(LockRequest request) =>
            isAsync ? PassAsync(request, cancellationToken) : new ValueTask<IDistributedLockHandle?>(Pass(request, cancellationToken));
    }
}
