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
    private int _isOver;
    private TaskCompletionSource<bool>? _over; // only where somebody waits for the end that another one brings about
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

    /// <summary>The handle was declared lost, whoever did it.</summary>
    public void OnLost(LockLossReason reason) => provider.OnLost(reason);

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
            // By the provider's disposal, which has told the handle. Or it is the disposal that comes second, and must not close the store under the release.
            await WaitForEndAsync(isAsync).ConfigureAwait(false);
            return true;
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
            OnEnded();
        }
    }

    private void OnEnded()
    {
        // With a full fence: who waits either sees this, or has left his signal before.
        Interlocked.Exchange(ref _isOver, 1);
        Volatile.Read(ref _over)?.TrySetResult(true);
    }

    private async ValueTask WaitForEndAsync(bool isAsync)
    {
        var over = Volatile.Read(ref _over) ?? new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        over = Interlocked.CompareExchange(ref _over, over, null) ?? over;
        if (Volatile.Read(ref _isOver) != 0)
        {
            return;
        }

        // Not bounded here: nobody waits for it longer than the handle or the provider's disposal does.
        if (isAsync)
        {
            await over.Task.ConfigureAwait(false);
        }
        else
        {
            over.Task.Wait(DistributedLockHandle.ReleaseTimeout);
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
