using DistributedLock.LocalQueues;

namespace DistributedLock.Leases;

/// <summary>
/// One request on its way to a lock: one try at the store, unless others of this process wait already; then into the queue of its process; then, one waiter
/// per key and process, the wait.
/// </summary>
/// <remarks>
/// The request leaves by one of two doors: with a hold that owns all it took, or with nothing in the store but what the clean-up is removing. If the process
/// dies anywhere here, what is in the store ends by itself: the lease with its time, the traces of the waiter with theirs.
/// </remarks>
internal sealed class LeaseAcquisition(LeaseLockProvider provider, LockRequest request, WaitDeadline deadline, bool isAsync, CancellationToken cancellationToken)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly LeaseCalls _calls = provider.Calls(isAsync);
    private LeaseKey _key = null!; // set by the first step
    private LeaseHold? _hold;
    private LeaseClaim? _trace;
    private Task? _cleanUp;

    public async ValueTask<LeaseLockHandle?> RunAsync()
    {
        LeaseAnswer answer;
        if (request.IsSemaphore || request.Mode == LockMode.Shared)
        {
            // Several of one process may be let in at once, so they ask at once, unless somebody waits already.
            provider.ThrowIfDisposed();
            _key = provider.KeyOf(request);
            answer = _key.IsFree ? await TryOnceAsync(waiterId: null).ConfigureAwait(false) : default;
            if (!answer.IsAcquired && !deadline.IsSingleTry)
            {
                answer = await InTurnAsync().ConfigureAwait(false);
            }
        }
        else
        {
            answer = await InTurnAsync().ConfigureAwait(false);
        }

        return answer.IsAcquired ? await provider.CreateHandleAsync(_hold!, answer.FencingToken, isAsync).ConfigureAwait(false) : null;
    }

    private async ValueTask<LeaseAnswer> InTurnAsync()
    {
        LocalWaiter? waiter = null;
        LocalEntry entry;
        do
        {
            provider.ThrowIfDisposed();
            _key = provider.KeyOf(request);
            entry = _key.TryEnterFast() ? LocalEntry.Entered
                : deadline.IsSingleTry ? _key.TryEnter(LockMode.Exclusive, permits: 1)
                : _key.Enter(LockMode.Exclusive, permits: 1, out waiter);
        }
        while (entry == LocalEntry.Retired);

        if (waiter is not null)
        {
            provider.FailWaitersIfDisposed(_key);

            // Cancelled here: the waiter has left the queue. Its time over: those before it have not got the lock either.
            entry = await _calls.WaitAsync(waiter, deadline.Rest, cancellationToken).ConfigureAwait(false) ? LocalEntry.Entered : LocalEntry.Contended;
        }

        if (entry != LocalEntry.Entered)
        {
            return default;
        }

        try
        {
            return await AskStoreAsync(hasQueued: waiter is not null).ConfigureAwait(false);
        }
        finally
        {
            _key.Exit();
        }
    }

    private async ValueTask<LeaseAnswer> AskStoreAsync(bool hasQueued)
    {
        // Who finds others waiting, or knows that there was a wait a moment ago, goes without the try that leaves no trace.
        if (deadline.IsSingleTry || (!hasQueued && !_key.IsSubscribed && !request.IsSemaphore && request.Mode != LockMode.Shared))
        {
            var answer = await TryOnceAsync(waiterId: null).ConfigureAwait(false);
            if (answer.IsAcquired || deadline.IsSingleTry)
            {
                return answer;
            }
        }

        return await AwaitStoreAsync().ConfigureAwait(false);
    }

    private async ValueTask<LeaseAnswer> AwaitStoreAsync()
    {
        var waiterId = LeaseOwner.NewId();
        var pause = FirstPause;
        try
        {
            while (true)
            {
                // Before the try: what happens after it ends the sleep at once. And the time is read before it: the last try comes after the time-out.
                _key.WakeUp.Reset();
                var isLastTry = deadline.IsOver;
                provider.ThrowIfDisposed();
                TimeSpan delay;
                try
                {
                    await _key.SubscribeAsync(_calls, cancellationToken).ConfigureAwait(false);
                    var answer = await TryOnceAsync(waiterId).ConfigureAwait(false);
                    if (answer.IsAcquired || isLastTry)
                    {
                        return answer;
                    }

                    delay = provider.NextDelay(answer.RetryAfter);
                    pause = FirstPause;
                }
                catch (LockBackendException failure) when (failure.IsTransient && !isLastTry)
                {
                    // The store may come back before the time is over.
                    delay = pause;
                    pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
                }

                // Cancelled here: nothing is held, and what the store remembers of the waiter is taken back below.
                await _calls.SleepAsync(_key.WakeUp, deadline.AtMost(delay), cancellationToken, provider.Closing).ConfigureAwait(false);
                await AwaitCleanUpAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _key.OnWaitEnded();
            if (_hold is null && _trace is not null)
            {
                // In the background: who gives up is not kept waiting for the store once more.
                _ = provider.CleanUp.Withdraw(_trace, request, _cleanUp);
            }
        }
    }

    /// <summary>
    /// One try. Whatever it may have left in the store when its outcome is not known, or when the lease came too late, is handed to the clean-up.
    /// </summary>
    /// <exception cref="LockBackendException">The store failed, or was too slow.</exception>
    private async ValueTask<LeaseAnswer> TryOnceAsync(string? waiterId)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var claim = new LeaseClaim(_key.Resource, LeaseOwner.NewId(), request.Lease)
        {
            Mode = request.Mode,
            MaxConcurrency = request.MaxConcurrency,
            Metadata = LockMetadata.Format(request.Metadata),
            WaiterId = waiterId,
        };
        if (waiterId is not null)
        {
            _trace = claim;
        }

        // Before the request is sent: the store's own count of the lease can only begin later.
        var sent = provider.TimeProvider.GetTimestamp();
        Task<LeaseAnswer>? underWay = null;
        LeaseAnswer answer;
        try
        {
            var pending = _calls.TryAcquireAsync(claim, cancellationToken);
            if (pending.IsCompleted)
            {
                answer = await pending.ConfigureAwait(false);
            }
            else
            {
                underWay = pending.AsTask();
                answer = await _calls.Bounded(underWay, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // Cancelled, failed, or not answered in time: the request may have reached the store, or may still.
            _cleanUp = provider.CleanUp.Release(claim, request, underWay);
            if (provider.Translate(exception, request) is { } translated)
            {
                throw translated;
            }

            throw;
        }

        if (!answer.IsAcquired)
        {
            return answer;
        }

        if (LeaseTerm.IsTooLate(provider.TimeProvider, sent, claim.Lease, answer.Validity))
        {
            _cleanUp = provider.CleanUp.Release(claim, request, underWay: null);
            throw provider.TooLate(request, sent);
        }

        _hold = new LeaseHold(provider, _key, request, claim, sent, answer);
        return answer;
    }

    /// <summary>Before trying again, what an unknown outcome may have left has to go, or this request would wait for itself.</summary>
    private async ValueTask AwaitCleanUpAsync()
    {
        if (_cleanUp is { IsCompleted: false } cleanUp)
        {
            // Cancelled here: the clean-up goes on without us.
            var rest = deadline.AtMost(_calls.Store.OperationTimeout);
            if (!_calls.IsAsync)
            {
                cleanUp.Wait((int)rest.TotalMilliseconds, cancellationToken);
            }
            else
            {
                try
                {
                    await cleanUp.WaitAsync(rest, _calls.Clock, cancellationToken).ConfigureAwait(false);
                }
                catch (TimeoutException)
                {
                    // It goes on without us; at worst the next try finds our own lease in its way.
                }
            }
        }

        _cleanUp = null;
    }
}
