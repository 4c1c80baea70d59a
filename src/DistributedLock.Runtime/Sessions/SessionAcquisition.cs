using DistributedLock.LocalQueues;

namespace DistributedLock.Sessions;

/// <summary>
/// One request on its way to a lock: first into the queue of its own process, then one try at the store, then, one waiter per key and process, the wait.
/// </summary>
/// <remarks>
/// The request leaves by one of two doors: with a handle that owns all it took, or with everything given back. If the process dies anywhere here, the
/// store frees hold and intents with the session.
/// </remarks>
internal sealed class SessionAcquisition(
    SessionLockProvider provider, LockRequest request, WaitDeadline deadline, bool isAsync, CancellationToken cancellationToken)
{
    private readonly SessionCalls _calls = provider.Calls(isAsync);
    private SessionKey _key = null!; // set by EnterLocalAsync, the first step
    private bool _isAnnouncedWriter;

    public async ValueTask<SessionLockHandle?> RunAsync()
    {
        SessionGrant? grant = null;
        var isInside = false;
        try
        {
            // Cancelled here: EnterLocalAsync has left the queue.
            isInside = await EnterLocalAsync().ConfigureAwait(false);
            if (isInside)
            {
                // Cancelled or failed in here: nothing is held in the store; the place in the process is given back below.
                grant = await AcquireRemoteAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            await LeaveUnlessGrantedAsync(grant, isInside).ConfigureAwait(false);
        }

        return grant is null ? null : await provider.CreateHandleAsync(_key, request, grant, _calls).ConfigureAwait(false);
    }

    private async ValueTask LeaveUnlessGrantedAsync(SessionGrant? grant, bool isInside)
    {
        try
        {
            if (_isAnnouncedWriter)
            {
                await TakeBackAsync(grant, calls => _key.Writers.RemoveAsync(_key.Resource, calls, isLockTaken: grant is not null)).ConfigureAwait(false);
            }
        }
        finally
        {
            if (isInside && grant is null)
            {
                _key.Exit();
            }
        }
    }

    /// <summary>
    /// Takes an intent back, and waits for that, but not with an exclusive lock in hand: its holder need not be kept from his work by round trips that are none of
    /// his. They are begun by another thread and wait asynchronously, also where the caller blocks. A store that is synchronous in itself has no round trips.
    /// </summary>
    /// <remarks>
    /// The release waits for it instead, so that nobody is woken, or stands back, for one that has gone, and the next waiter of this process begins from nothing. Others
    /// of this process may wait beside a reader or the holder of a permit, and register anew at once: there the intent has to be gone first. The process dies meanwhile:
    /// the intent dies with it.
    /// </remarks>
    private ValueTask TakeBackAsync(SessionGrant? grant, Func<SessionCalls, ValueTask> withdraw)
    {
        if (grant is null || request.IsSemaphore || request.Mode == LockMode.Shared)
        {
            return new ValueTask(TakeBackAsync(withdraw, _calls));
        }

        var ended = provider.IsSynchronous ? TakeBackAsync(withdraw, _calls) : Task.Run(() => TakeBackAsync(withdraw, provider.Calls(isAsync: true)));
        grant.Withdrawal = grant.Withdrawal is { } first ? Task.WhenAll(first, ended) : ended;
        return default;
    }

    private async Task TakeBackAsync(Func<SessionCalls, ValueTask> withdraw, SessionCalls calls)
    {
        try
        {
            await withdraw(calls).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // How the request ended must not be forgotten over this. The intent may stay until the session ends, which costs others patience, not safety.
            provider.OnReleaseFailed(request, exception);
        }
    }

    /// <summary>Takes a place among the holders of this process.</summary>
    /// <returns><see langword="false"/> when the time-out passed first.</returns>
    private async ValueTask<bool> EnterLocalAsync()
    {
        LocalWaiter? waiter = null;
        LocalEntry entry;
        do
        {
            provider.ThrowIfDisposed();
            _key = provider.KeyOf(request);
            entry = deadline.IsSingleTry
                ? _key.TryEnter(request.Mode, request.MaxConcurrency)
                : _key.Enter(request.Mode, request.MaxConcurrency, out waiter);
        }
        while (entry == LocalEntry.Retired);

        if (waiter is null)
        {
            return entry == LocalEntry.Entered;
        }

        try
        {
            provider.FailWaitersIfDisposed(_key);

            // Announced while still in the local queue, or the readers of other processes would go before this writer until the local ones are gone.
            await AnnounceWriterAsync().ConfigureAwait(false);
        }
        catch
        {
            await LeaveQueueAsync(waiter).ConfigureAwait(false);
            throw;
        }

        // Cancelled here: the waiter has left the queue; the announcement is taken back by RunAsync.
        return await _calls.WaitAsync(waiter, deadline.Rest, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask LeaveQueueAsync(LocalWaiter waiter)
    {
        if (_key.TryGiveUp(waiter))
        {
            return;
        }

        try
        {
            // Called up in the meantime, and told so any moment now.
            if (await _calls.WaitAsync(waiter, Timeout.InfiniteTimeSpan, CancellationToken.None).ConfigureAwait(false))
            {
                _key.Exit();
            }
        }
        catch (ObjectDisposedException)
        {
            // Or turned away, because the provider is disposed.
        }
    }

    private async ValueTask<SessionGrant?> AcquireRemoteAsync()
    {
        // Permits are handed out in order too: who comes later does not overtake the one that waits for the store.
        var mayTry = !request.IsSemaphore || !_key.HasRemoteWaiters;
        if (mayTry && !deadline.IsSingleTry)
        {
            await LetOthersGoFirstAsync().ConfigureAwait(false);
        }

        var grant = mayTry ? await TryOnceAsync().ConfigureAwait(false) : null;
        return grant is null && !deadline.IsSingleTry ? await AwaitTurnAsync().ConfigureAwait(false) : grant;
    }

    private ValueTask LetOthersGoFirstAsync()
    {
        var pause = _key.TurnTaking.TakePause(provider.TimeProvider);

        // Cancelled here: nothing is asked of the store yet.
        return pause == TimeSpan.Zero
            ? default
            : _calls.SleepAsync(new WakeUp(), deadline.AtMost(pause), cancellationToken, provider.Closing);
    }

    private async ValueTask<SessionGrant?> AwaitTurnAsync()
    {
        _key.TurnTaking.OnContended();
        _key.BeginRemoteWait();
        try
        {
            // Cancelled here: the waiter has left the queue.
            if (await EnterTurnAsync().ConfigureAwait(false))
            {
                try
                {
                    return await AwaitStoreAsync().ConfigureAwait(false);
                }
                finally
                {
                    _key.Turn.Exit();
                }
            }

            // The last try after the time-out; a permit's would overtake those before it.
            return request.IsSemaphore ? null : await TryOnceAsync().ConfigureAwait(false);
        }
        finally
        {
            _key.EndRemoteWait();
        }
    }

    private ValueTask<bool> EnterTurnAsync()
    {
        if (_key.Turn.Enter(LockMode.Exclusive, permits: 1, out var waiter) == LocalEntry.Entered)
        {
            return new ValueTask<bool>(true);
        }

        provider.FailWaitersIfDisposed(_key);
        return _calls.WaitAsync(waiter!, deadline.Rest, cancellationToken);
    }

    private async ValueTask<SessionGrant?> AwaitStoreAsync()
    {
        var wakeUp = new WakeUp();

        // Cancelled or failed here: nothing is registered.
        var intent = await _calls.RegisterAsync(_key.Resource, SessionIntentKind.Wait, wakeUp.Signal, cancellationToken).ConfigureAwait(false);
        SessionGrant? grant = null;
        try
        {
            await AnnounceWriterAsync().ConfigureAwait(false);
            while (true)
            {
                // Before the try: what happens after it ends the sleep at once. And the time is read before it: the last try comes after the time-out.
                wakeUp.Reset();
                var isLastTry = deadline.IsOver;
                provider.ThrowIfDisposed();
                grant = await TryOnceAsync().ConfigureAwait(false);
                if (grant is not null || isLastTry)
                {
                    return grant;
                }

                // Cancelled here: the intents are taken back below.
                var delay = deadline.AtMost(provider.NextPollDelay());
                await _calls.SleepAsync(wakeUp, delay, cancellationToken, provider.Closing).ConfigureAwait(false);
            }
        }
        finally
        {
            await TakeBackAsync(grant, calls => calls.UnregisterAsync(intent)).ConfigureAwait(false);
        }
    }

    private ValueTask<SessionGrant?> TryOnceAsync()
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _key.TryAcquireAsync(request, deadline, _calls, cancellationToken);
    }

    private async ValueTask AnnounceWriterAsync()
    {
        if (request.IsSemaphore || request.Mode == LockMode.Shared || _isAnnouncedWriter)
        {
            return;
        }

        await _key.Writers.AddAsync(_key.Resource, _calls, cancellationToken).ConfigureAwait(false);
        _isAnnouncedWriter = true;
    }
}
