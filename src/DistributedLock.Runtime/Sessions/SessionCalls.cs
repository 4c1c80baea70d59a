using DistributedLock.LocalQueues;
using DistributedLock.Providers;

namespace DistributedLock.Sessions;

/// <summary>
/// The one place where the engine chooses between the asynchronous and the synchronous form of a call. In the synchronous form every task it returns is
/// completed already, so the one code path of the engine runs through on the caller's thread.
/// </summary>
internal readonly struct SessionCalls(ISessionStore store, TimeProvider clock, StoreWatch watch, bool isAsync)
{
    public bool IsAsync { get; } = isAsync;

    public TimeProvider Clock { get; } = clock;

    /// <summary>The store has answered a try.</summary>
    public void OnAnswered() => watch.OnAnswered();

    public ValueTask<SessionHold?> TryAcquireAsync(SessionAttempt attempt, CancellationToken cancellationToken) =>
        IsAsync ? store.TryAcquireAsync(attempt, cancellationToken) : new(store.TryAcquire(attempt, cancellationToken));

    public ValueTask<SessionJoin> TryJoinAsync(SessionHold hold, bool yieldsToWriters, CancellationToken cancellationToken) =>
        IsAsync ? hold.TryJoinAsync(yieldsToWriters, cancellationToken) : new(hold.TryJoin(yieldsToWriters, cancellationToken));

    public ValueTask<bool> ReleaseAsync(SessionHold hold) => IsAsync ? hold.ReleaseAsync() : new(hold.Release());

    public ValueTask<ISessionIntent> RegisterAsync(
        LockResource resource, SessionIntentKind kind, Action? onWake, CancellationToken cancellationToken) =>
        IsAsync
            ? store.RegisterAsync(resource, kind, onWake, cancellationToken)
            : new(store.Register(resource, kind, onWake, cancellationToken));

    public ValueTask UnregisterAsync(ISessionIntent intent)
    {
        if (IsAsync)
        {
            return intent.DisposeAsync();
        }

        intent.Dispose();
        return default;
    }

    public ValueTask NotifyAsync(LockResource resource)
    {
        if (IsAsync)
        {
            return store.NotifyAsync(resource);
        }

        store.Notify(resource);
        return default;
    }

    public ValueTask<bool> WaitAsync(LocalWaiter waiter, TimeSpan timeout, CancellationToken cancellationToken) =>
        IsAsync ? waiter.WaitAsync(timeout, Clock, cancellationToken) : new(waiter.Wait(timeout, Clock, cancellationToken));

    /// <summary>Enters a lock of this process that only this engine uses and that is never retired.</summary>
    /// <returns><see langword="false"/> when the time-out passed first.</returns>
    public ValueTask<bool> EnterAsync(LocalLock local, TimeSpan timeout, CancellationToken cancellationToken) =>
        local.Enter(LockMode.Exclusive, permits: 1, out var waiter) == LocalEntry.Entered
            ? new(true)
            : WaitAsync(waiter!, timeout, cancellationToken);

    public ValueTask SleepAsync(WakeUp wakeUp, TimeSpan delay, CancellationToken cancellationToken, CancellationToken closing) =>
        wakeUp.SleepAsync(delay, Clock, cancellationToken, closing, IsAsync);
}
