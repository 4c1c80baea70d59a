namespace DistributedLock.Sessions;

/// <summary>
/// A store whose locks live as long as a session: a connection, or an open file. This is all that a backend has to supply; waiting, wake-up, first come
/// first served, counting of local holders, time limits and loss are the engine's (<see cref="SessionLockProvider"/>).
/// </summary>
/// <remarks>
/// <para>Sessions may be re-entrant and need not tell two holders of one process apart: the engine never asks for a resource that this process holds.</para>
/// <para>
/// No member waits for a lock. All are thread-safe. The synchronous and the asynchronous form do the same; a store that has only synchronous ones derives
/// from <see cref="SynchronousSessionStore"/>. Errors come as <see cref="LockBackendException"/>. A release may arrive after disposal and must do no harm.
/// </para>
/// </remarks>
public interface ISessionStore : IAsyncDisposable, IDisposable
{
    /// <summary>Names the backend and the store, without secrets. See <see cref="ILockProviderInfo.Name"/>.</summary>
    string Name { get; }

    /// <summary>
    /// The longest time that a waiter sleeps between two tries, in case a wake-up got lost or the holder crashed. The engine shortens it at random by
    /// up to a third, so that waiters don't move in step. Asked before every sleep.
    /// </summary>
    TimeSpan PollInterval { get; }

    /// <summary>One try.</summary>
    /// <param name="attempt">What to take.</param>
    /// <param name="cancellationToken">Ends the wait for the store's answer.</param>
    /// <returns>The hold, or <see langword="null"/> when the lock is held elsewhere or a writer goes first.</returns>
    /// <exception cref="LockBackendException">
    /// The store is unreachable or broken. When this (or a cancellation) is thrown, nothing is held: a store that cannot know how its try ended has to
    /// release, or to end the session, before it throws. Only where a cancelled try gets no answer for long, it may do so after the cancellation is thrown.
    /// </exception>
    ValueTask<SessionHold?> TryAcquireAsync(SessionAttempt attempt, CancellationToken cancellationToken);

    /// <inheritdoc cref="TryAcquireAsync"/>
    SessionHold? TryAcquire(SessionAttempt attempt, CancellationToken cancellationToken);

    /// <summary>Lets other processes know that this one waits. At most one intent of a kind is registered for a resource at a time.</summary>
    /// <param name="resource">What is waited for.</param>
    /// <param name="kind">What is announced.</param>
    /// <param name="onWake">
    /// Called, on any thread and as often as the store likes, when it is worth trying again. Once the registration is made no later release may go
    /// unnoticed, but for what <see cref="PollInterval"/> is there for. <see langword="null"/> for <see cref="SessionIntentKind.Write"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for the store's answer; nothing is registered then.</param>
    /// <exception cref="LockBackendException">The store is unreachable or broken.</exception>
    ValueTask<ISessionIntent> RegisterAsync(LockResource resource, SessionIntentKind kind, Action? onWake, CancellationToken cancellationToken);

    /// <inheritdoc cref="RegisterAsync"/>
    ISessionIntent Register(LockResource resource, SessionIntentKind kind, Action? onWake, CancellationToken cancellationToken);

    /// <summary>Wakes the waiters of a resource, if there are any: a writer that others stood back for gave up.</summary>
    /// <exception cref="LockBackendException">The store is unreachable or broken.</exception>
    ValueTask NotifyAsync(LockResource resource);

    /// <inheritdoc cref="NotifyAsync"/>
    void Notify(LockResource resource);
}
