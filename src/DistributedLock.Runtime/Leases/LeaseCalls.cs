using DistributedLock.LocalQueues;

namespace DistributedLock.Leases;

/// <summary>
/// The one place where the engine chooses between the asynchronous and the synchronous form of a call, and where the asynchronous one is bounded in time. In
/// the synchronous form every task it returns is completed already, so the one code path of the engine runs through on the caller's thread.
/// </summary>
internal readonly struct LeaseCalls(ILeaseStore store, TimeProvider clock, bool isAsync)
{
    public ILeaseStore Store { get; } = store;

    public TimeProvider Clock { get; } = clock;

    public bool IsAsync { get; } = isAsync;

    /// <summary>Starts a try. The engine waits for it by <see cref="Bounded{T}"/>, because it has to know when a try ends that it no longer waits for.</summary>
    public ValueTask<LeaseAnswer> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        if (IsAsync)
        {
            return Store.TryAcquireAsync(claim, cancellationToken);
        }

        var store = Store;
        return MayBlock(cancellationToken)
            ? new(Store.TryAcquire(claim, cancellationToken))
            : new(Task.Run(() => store.TryAcquireAsync(claim, cancellationToken).AsTask(), CancellationToken.None));
    }

    public async ValueTask<bool> ReleaseAsync(LeaseClaim claim, TimeSpan keepFor)
    {
        if (!IsAsync)
        {
            return Store.Release(claim, keepFor, CancellationToken.None);
        }

        var release = Store.ReleaseAsync(claim, keepFor, CancellationToken.None);
        return release.IsCompleted ? await release.ConfigureAwait(false) : await Bounded(release.AsTask(), CancellationToken.None).ConfigureAwait(false);
    }

    public async ValueTask<ILeaseSubscription?> SubscribeAsync(LockResource resource, Action onSignal, CancellationToken cancellationToken)
    {
        if (!IsAsync && MayBlock(cancellationToken))
        {
            return Store.Subscribe(resource, onSignal, cancellationToken);
        }

        var store = Store;
        var pending = IsAsync
            ? store.SubscribeAsync(resource, onSignal, cancellationToken).AsTask()
            : Task.Run(() => store.SubscribeAsync(resource, onSignal, cancellationToken).AsTask(), CancellationToken.None);
        try
        {
            return await Bounded(pending, cancellationToken).ConfigureAwait(false);
        }
        catch when (!pending.IsFaulted && !pending.IsCanceled)
        {
            // Nobody waits for it any more, but it may still be made.
            _ = pending.ContinueWith(
                static late => late.Result?.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    public ValueTask<bool> WaitAsync(LocalWaiter waiter, TimeSpan timeout, CancellationToken cancellationToken) =>
        IsAsync ? waiter.WaitAsync(timeout, Clock, cancellationToken) : new(waiter.Wait(timeout, Clock, cancellationToken));

    public ValueTask SleepAsync(WakeUp wakeUp, TimeSpan delay, CancellationToken cancellationToken, CancellationToken closing) =>
        wakeUp.SleepAsync(delay, Clock, cancellationToken, closing, IsAsync);

    /// <summary>Waits for an answer of the store, at most for its <see cref="ILeaseStore.OperationTimeout"/>.</summary>
    /// <exception cref="LockBackendException">The time is over, or the store failed.</exception>
    public async Task<T> Bounded<T>(Task<T> answer, CancellationToken cancellationToken)
    {
        try
        {
            return await WaitAsync(answer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (Ended(answer, exception) is LockBackendException failure && !ReferenceEquals(failure, exception))
        {
            throw failure;
        }
    }

    /// <summary>The wait of <see cref="Bounded{T}"/>; what it throws has to pass through <see cref="Ended"/>.</summary>
    public Task<T> WaitAsync<T>(Task<T> answer, CancellationToken cancellationToken) =>
        IsAsync ? answer.WaitAsync(Store.OperationTimeout, Clock, cancellationToken) : Wait(answer, cancellationToken);

    /// <summary>A wait for an answer ended in this way; the answer may still come.</summary>
    /// <returns>What the caller is to be told.</returns>
    public Exception Ended(Task? answer, Exception exception)
    {
        if (answer is null)
        {
            return exception;
        }

        // Whatever ended the wait, also when the answer comes at this very moment.
        Forget(answer);
        return exception is TimeoutException && !answer.IsFaulted
            ? new LockBackendException(
                FormattableString.Invariant($"{Store.Name} did not answer within {Store.OperationTimeout.TotalSeconds:0.###} s. Look whether the server is overloaded, and whether the network is whole."),
                exception)
            : exception;
    }

    /// <summary>
    /// Whether the caller's thread may be left to the store. A call that blocks in a driver cannot be left when the token fires, so with a token that can the
    /// asynchronous form is used: its end can be waited for elsewhere, which the clean-up needs.
    /// </summary>
    private static bool MayBlock(CancellationToken cancellationToken) => !cancellationToken.CanBeCanceled;

    /// <returns>Completed.</returns>
    private Task<T> Wait<T>(Task<T> answer, CancellationToken cancellationToken)
    {
        try
        {
            // On the system's clock, as every synchronous wait that can be: the thread wakes by itself.
            var limit = (int)Math.Min(Math.Ceiling(Store.OperationTimeout.TotalMilliseconds), int.MaxValue);
            return Task.WaitAny([answer], limit, cancellationToken) == 0 ? answer : Task.FromException<T>(new TimeoutException());
        }
        catch (OperationCanceledException)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }
    }

    /// <summary>Nobody waits for it any more, so nobody may be told that its failure went unobserved.</summary>
    private static void Forget(Task answer) => answer.ContinueWith(
        static late => _ = late.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
