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
internal sealed class LeaseAcquisition(LeaseLockProvider provider, LockRequest request, bool isAsync, CancellationToken cancellationToken)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly WaitDeadline _deadline = new(provider.TimeProvider, request.Timeout);
    private readonly LeaseCalls _calls = provider.Calls(isAsync);
    private LeaseKey _key = null!; // set by the first step
    private LeaseHold? _hold;
    private LeaseClaim? _trace;
    private Task? _cleanUp;
    private Task? _unfinished; // clean-ups that were not waited for to the end

    private bool AsksAtOnce => request.IsSemaphore || request.Mode == LockMode.Shared;

    // The first try is written out here, and not a method of its own: each state machine that a request suspends costs as much as the rest of its bookkeeping
    // (Redis measurements).
    public async ValueTask<IDistributedLockHandle?> RunAsync()
    {
        request.ThrowIfContradictory();
        cancellationToken.ThrowIfCancellationRequested();
        LeaseAnswer answer = default;
        var isInTurn = false;
        using var part = provider.Enter();
        try
        {
            var hasQueued = false;
            if (!TryEnterAtOnce(out isInTurn, out var waiter))
            {
                hasQueued = true;
                isInTurn = await EnterTurnAsync(waiter).ConfigureAwait(false);
                if (!isInTurn)
                {
                    return null;
                }
            }

            // Who found others waiting, or knows that there was a wait a moment ago, goes without the try that leaves no trace.
            if (_deadline.IsSingleTry || (!hasQueued && !(isInTurn && _key.IsSubscribed)))
            {
                var claim = CreateClaim(waiterId: null);
                var sent = provider.TimeProvider.GetTimestamp(); // before the request is sent: the store's own count of the lease can only begin later
                Task<LeaseAnswer>? underWay = null;
                try
                {
                    var pending = _calls.TryAcquireAsync(claim, cancellationToken);
                    underWay = pending.IsCompleted ? null : pending.AsTask();
                    answer = underWay is null
                        ? await pending.ConfigureAwait(false)
                        : await _calls.WaitAsync(underWay, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception exception) when (OnFailed(claim, underWay, exception) is { } translated)
                {
                    throw translated;
                }

                OnAnswered(claim, sent, answer);
            }

            if (!answer.IsAcquired && !_deadline.IsSingleTry)
            {
                isInTurn = isInTurn || await EnterTurnAsync(waiter: null).ConfigureAwait(false);
                answer = isInTurn ? await AwaitStoreAsync().ConfigureAwait(false) : default;
            }
        }
        catch (LockBackendException failure) when (provider.StoreWatch.OnFailed(failure))
        {
            throw; // never: the filter only tells
        }
        finally
        {
            if (isInTurn)
            {
                _key.Exit();
            }
        }

        return answer.IsAcquired ? await provider.CreateHandleAsync(_hold!, answer.FencingToken, isAsync).ConfigureAwait(false) : null;
    }

    /// <summary>Takes the turn if it is free, or goes without where several of one process may be let in at once and nobody waits.</summary>
    /// <param name="isInTurn">Whether this request has the turn.</param>
    /// <param name="waiter">The place in the queue, if the answer is no and a place was taken.</param>
    /// <returns>Whether the store may be asked now.</returns>
    private bool TryEnterAtOnce(out bool isInTurn, out LocalWaiter? waiter)
    {
        waiter = null;
        while (true)
        {
            provider.ThrowIfDisposed();
            _key = provider.KeyOf(request);
            if (AsksAtOnce)
            {
                isInTurn = false;
                return _key.IsFree || _key.IsRetired;
            }

            var entry = _key.TryEnterFast() ? LocalEntry.Entered
                : _deadline.IsSingleTry ? _key.TryEnter(LockMode.Exclusive, permits: 1)
                : _key.Enter(LockMode.Exclusive, permits: 1, out waiter);
            if (entry != LocalEntry.Retired)
            {
                isInTurn = entry == LocalEntry.Entered;
                return isInTurn;
            }
        }
    }

    /// <summary>Waits for the turn.</summary>
    /// <param name="waiter">The place in the queue; <see langword="null"/> to take one, except for a single try.</param>
    private async ValueTask<bool> EnterTurnAsync(LocalWaiter? waiter)
    {
        if (waiter is null && _deadline.IsSingleTry)
        {
            return false;
        }

        var entry = LocalEntry.Contended;
        while (waiter is null && entry != LocalEntry.Entered)
        {
            provider.ThrowIfDisposed();
            _key = provider.KeyOf(request);
            entry = _key.Enter(LockMode.Exclusive, permits: 1, out waiter);
        }

        if (waiter is null)
        {
            return true;
        }

        provider.FailWaitersIfDisposed(_key);

        // Cancelled here: the waiter has left the queue. Its time over: those before it have not got the lock either.
        return await _calls.WaitAsync(waiter, _deadline.Rest, cancellationToken).ConfigureAwait(false);
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
                var isLastTry = _deadline.IsOver;
                provider.ThrowIfDisposed();
                TimeSpan delay;
                try
                {
                    var isSubscribed = isLastTry || await SubscribeAsync().ConfigureAwait(false);
                    isLastTry = isLastTry || _deadline.IsOver; // that may have taken long

                    var answer = await TryOnceAsync(waiterId).ConfigureAwait(false);
                    if (answer.IsAcquired || isLastTry)
                    {
                        return answer;
                    }

                    delay = provider.NextDelay(answer.RetryAfter);
                    delay = isSubscribed || delay < pause ? delay : pause;
                    pause = isSubscribed ? FirstPause : Longer(pause);
                }
                catch (LockBackendException failure) when (failure.IsTransient && !isLastTry)
                {
                    // The store may come back before the time is over.
                    delay = pause;
                    pause = Longer(pause);
                }

                // Cancelled here: nothing is held, and what the store remembers of the waiter is taken back below.
                await _calls.SleepAsync(_key.WakeUp, _deadline.AtMost(delay), cancellationToken, provider.Closing).ConfigureAwait(false);
                await AwaitCleanUpAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _key.OnWaitEnded();
            var cleanUps = Together(_unfinished, _cleanUp);
            if (_trace is not null && (_hold is null || cleanUps is not null))
            {
                // In the background: who gives up is not kept waiting for the store once more. An earlier try that is still under way may leave a trace even
                // after a later one has succeeded.
                _ = provider.CleanUp.Withdraw(_trace, request, cleanUps);
            }
        }
    }

    /// <summary>Asks for signals.</summary>
    /// <returns><see langword="false"/> when that failed: the waiter looks by itself then, soon, and asks again before its next look.</returns>
    private async ValueTask<bool> SubscribeAsync()
    {
        try
        {
            await _key.SubscribeAsync(_calls, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (LeaseFailure.Translate(provider, exception, request, cancellationToken) is { } translated)
        {
            return translated.IsTransient ? false : throw translated;
        }
    }

    /// <summary>One try of a waiter.</summary>
    /// <exception cref="LockBackendException">The store failed, or was too slow.</exception>
    private async ValueTask<LeaseAnswer> TryOnceAsync(string waiterId)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var claim = CreateClaim(waiterId);
        _trace = claim;
        var sent = provider.TimeProvider.GetTimestamp(); // before the request is sent, as above
        Task<LeaseAnswer>? underWay = null;
        LeaseAnswer answer;
        try
        {
            underWay = _calls.TryAcquireAsync(claim, cancellationToken).AsTask();
            answer = await _calls.WaitAsync(underWay, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (OnFailed(claim, underWay, exception) is { } translated)
        {
            throw translated;
        }

        OnAnswered(claim, sent, answer);
        return answer;
    }

    private LeaseClaim CreateClaim(string? waiterId) => new(_key.Resource, LeaseOwner.NewId(), request.Lease)
    {
        Mode = request.Mode,
        MaxConcurrency = request.MaxConcurrency,
        Metadata = provider.Metadata.Format(request),
        WaiterId = waiterId,
    };

    /// <summary>Cancelled, failed, or not answered in time: the request may have reached the store, or may still. Hands over to the clean-up.</summary>
    /// <returns>What the caller is told instead; <see langword="null"/> to let the exception pass.</returns>
    private LockBackendException? OnFailed(LeaseClaim claim, Task<LeaseAnswer>? underWay, Exception exception)
    {
        _cleanUp = provider.CleanUp.Release(claim, request, underWay, claim.Lease);
        return LeaseFailure.Translate(provider, _calls.Ended(underWay, exception), request, cancellationToken);
    }

    /// <summary>Takes charge of a lease that was taken.</summary>
    /// <exception cref="LockBackendException">It came too late to be counted on; it is given back.</exception>
    private void OnAnswered(LeaseClaim claim, long sent, LeaseAnswer answer)
    {
        provider.StoreWatch.OnAnswered();
        if (!answer.IsAcquired)
        {
            return;
        }

        if (LeaseTerm.IsTooLate(provider.TimeProvider, sent, claim.Lease, answer.Validity))
        {
            _cleanUp = provider.CleanUp.Release(claim, request, underWay: null, claim.Lease);
            throw LeaseFailure.TooLate(provider, request, sent);
        }

        _hold = new LeaseHold(provider, _key, request, claim, sent, answer);
    }

    /// <summary>Before trying again, what an unknown outcome may have left has to go, or this request would wait for itself.</summary>
    private async ValueTask AwaitCleanUpAsync()
    {
        if (_cleanUp is { IsCompleted: false } cleanUp)
        {
            // Cancelled here: the clean-up goes on without us.
            var rest = _deadline.AtMost(_calls.Store.OperationTimeout);
            if (!_calls.IsAsync)
            {
                cleanUp.Wait((int)Math.Min(rest.TotalMilliseconds, int.MaxValue), cancellationToken);
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

        _unfinished = Together(_unfinished, _cleanUp);
        _cleanUp = null;
    }

    private static TimeSpan Longer(TimeSpan pause) => TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));

    /// <summary>Those of the two that have not ended.</summary>
    private static Task? Together(Task? first, Task? second) =>
        first is null or { IsCompleted: true } ? (second is { IsCompleted: false } ? second : null)
        : second is null or { IsCompleted: true } ? first
        : Task.WhenAll(first, second);
}
