namespace DistributedLock.Sessions;

/// <summary>
/// The engine's side of one handle: what is held for it, and until when. It ends once, whoever ends it: the handle, the handle's collection, the end of
/// <see cref="LockRequest.HoldAtLeast"/>, or the provider's disposal.
/// </summary>
internal sealed class SessionHolder(SessionLockProvider provider, SessionKey key, LockRequest request, SessionGrant grant, IDisposable? record)
{
    private const int Held = 0;
    private const int Lingering = 1;
    private const int Ended = 2;

    private readonly long _start = provider.TimeProvider.GetTimestamp();
    private WeakReference<SessionLockHandle>? _handle;
    private int _state;
    private bool _isHoldExceeded;

    public SessionGrant Grant { get; } = grant;

    public LockRequest Request { get; } = request;

    /// <summary>How long until <see cref="OnDue"/> has something to do; <see langword="null"/> when it never has.</summary>
    public TimeSpan? UntilDue
    {
        get
        {
            var due = Volatile.Read(ref _state) == Lingering ? Request.HoldAtLeast : _isHoldExceeded ? null : Request.MaxHold;
            if (due is not { } limit)
            {
                return null;
            }

            var rest = limit - provider.TimeProvider.GetElapsedTime(_start);
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }

    public SessionLockHandle CreateHandle()
    {
        var handle = new SessionLockHandle(provider, this, Request, provider.TimeProvider.GetUtcNow(), Grant.FencingToken);
        _handle = new WeakReference<SessionLockHandle>(handle);
        return handle;
    }

    public void MarkLost(LockLossReason reason)
    {
        if (reason != LockLossReason.HoldExceeded)
        {
            record?.Dispose(); // nobody has it any more; a hold that was too long goes on
        }

        if (_handle is { } reference && reference.TryGetTarget(out var handle))
        {
            handle.MarkLost(reason);
        }
    }

    /// <summary>Ends the hold for its handle; where it has to last longer, the scheduler ends it later.</summary>
    /// <returns><see langword="false"/> when the hold turned out to be no longer ours.</returns>
    public ValueTask<bool> ReleaseAsync(bool isAsync)
    {
        if (Request.HoldAtLeast > provider.TimeProvider.GetElapsedTime(_start)
            && Interlocked.CompareExchange(ref _state, Lingering, Held) == Held)
        {
            provider.Scheduler.OnDueChanged(this);
            return new ValueTask<bool>(Grant.Hold.LossReason == LockLossReason.None);
        }

        return EndAsync(isAsync);
    }

    /// <summary>What the scheduler calls when <see cref="UntilDue"/> is over.</summary>
    public void OnDue()
    {
        if (Volatile.Read(ref _state) == Lingering)
        {
            EndInBackground();
        }
        else
        {
            // The store goes on holding the lock until the body has ended and disposes the handle: only then can it run nowhere else.
            _isHoldExceeded = true;
            MarkLost(LockLossReason.HoldExceeded);
        }
    }

    public void OnAbandoned()
    {
        if (Volatile.Read(ref _state) == Held)
        {
            // Not here: this is the finalizer's thread.
            ThreadPool.UnsafeQueueUserWorkItem(static holder => ((SessionHolder)holder!).EndAbandoned(), this);
        }
    }

    /// <summary>Ends the hold now.</summary>
    /// <returns><see langword="false"/> when the hold turned out to be no longer ours.</returns>
    public async ValueTask<bool> EndAsync(bool isAsync)
    {
        if (Interlocked.Exchange(ref _state, Ended) == Ended)
        {
            return true; // by the provider's disposal, which has told the handle
        }

        // First: a lock that two seem to have at once would mislead more than one that for a moment seems free.
        record?.Dispose();
        try
        {
            // If the process dies here, the session ends with it. A release that fails ends the hold nevertheless (the store's contract).
            return await key.ReleaseAsync(Grant, provider.Calls(isAsync)).ConfigureAwait(false);
        }
        finally
        {
            provider.Scheduler.Remove(this);
            key.Exit();
        }
    }

    private void EndAbandoned()
    {
        provider.OnAbandoned(Request);
        EndInBackground();
    }

    private void EndInBackground()
    {
        _ = RunAsync();

        async Task RunAsync()
        {
            try
            {
                await EndAsync(isAsync: true).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                provider.OnReleaseFailed(Request, exception);
            }
        }
    }
}
