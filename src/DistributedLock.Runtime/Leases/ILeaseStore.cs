namespace DistributedLock.Leases;

/// <summary>
/// A store whose locks are leases: entries with an owner that expire by the store's own clock. This is all that a backend has to supply; waiting, wake-up,
/// first come first served, renewal, loss and the cleaning up after unknown outcomes are the engine's (<see cref="LeaseLockProvider"/>).
/// </summary>
/// <remarks>
/// <para>
/// No member waits for a lock, and each is one round trip where the store can. All are thread-safe. The synchronous and the asynchronous form do the same; a
/// store that has only asynchronous ones derives from <see cref="LeaseStore"/>.
/// </para>
/// <para>
/// A member that throws anything, or that the engine stops waiting for after <see cref="OperationTimeout"/> or at a cancellation, has an unknown outcome: the
/// engine then releases by owner, so a release must do no harm when nothing is held. A member may run on after that, and end with anything.
/// Errors best come as <see cref="LockBackendException"/> with a message for the reader; the engine wraps any other one.
/// </para>
/// <para>
/// Expiry is decided by the store's clock alone: what is passed in and out are spans of time, never points of it.
/// </para>
/// </remarks>
public interface ILeaseStore : IAsyncDisposable, IDisposable
{
    /// <summary>Names the backend and the store, without secrets. See <see cref="ILockProviderInfo.Name"/>.</summary>
    string Name { get; }

    /// <summary>How long the engine waits for one answer of the store. Greater than zero.</summary>
    TimeSpan OperationTimeout { get; }

    /// <summary>
    /// The longest time that a waiter sleeps between two tries, in case a signal got lost. It also wakes when the holder's lease ends, whichever comes first.
    /// A store keeps the traces of a waiter (<see cref="LeaseClaim.WaiterId"/>) for at least this long and a second more.
    /// </summary>
    TimeSpan PollInterval { get; }

    /// <summary>One try: takes the lease unless somebody else's lease, or a waiting writer, is in the way. Holders are told apart by their owner alone.</summary>
    /// <param name="claim">What to take, and for whom.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <remarks>
    /// <para>When the try fails and <see cref="LeaseClaim.WaiterId"/> is set, the store remembers the waiter: later releases signal, and, when the claim is
    /// exclusive, new shared claims stand back. When it succeeds, the store forgets that waiter.</para>
    /// <para>A shared claim needs that no exclusive lease exists and no writer but itself waits; an exclusive one that no lease exists; a permit that fewer than
    /// <see cref="LeaseClaim.MaxConcurrency"/> leases exist. Leases that have expired do not exist.</para>
    /// </remarks>
    ValueTask<LeaseAnswer> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken);

    /// <inheritdoc cref="TryAcquireAsync"/>
    LeaseAnswer TryAcquire(LeaseClaim claim, CancellationToken cancellationToken);

    /// <summary>Sets the rest of several leases, in as few round trips as the store can.</summary>
    /// <param name="renewals">The leases, at least one.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <returns>
    /// In the order of <paramref name="renewals"/>: <see langword="true"/> for a lease that was renewed, <see langword="false"/> for one that does not exist
    /// any more. That one is not created again.
    /// </returns>
    /// <exception cref="LeaseRenewalException">Only a part of the leases could be reached; it tells what became of each.</exception>
    ValueTask<IReadOnlyList<bool>> RenewAsync(IReadOnlyList<LeaseRenewal> renewals, CancellationToken cancellationToken);

    /// <summary>Ends the lease if it is still its owner's, and signals the waiters of the resource if there are any.</summary>
    /// <param name="claim">The lease.</param>
    /// <param name="keepFor">More than zero: the lease is not ended but set to this rest (<see cref="LockRequest.HoldAtLeast"/>). Waiters are signalled
    /// then too: they sleep until the old end.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <returns>Whether the lease was the owner's until now.</returns>
    ValueTask<bool> ReleaseAsync(LeaseClaim claim, TimeSpan keepFor, CancellationToken cancellationToken);

    /// <inheritdoc cref="ReleaseAsync"/>
    bool Release(LeaseClaim claim, TimeSpan keepFor, CancellationToken cancellationToken);

    /// <summary>Ends a lease of anybody's, by force, exactly as a release by its owner does.</summary>
    /// <param name="held">
    /// The lease as <see cref="ListAsync"/> or <see cref="FindAsync"/> told it, of which the resource, which may be the name that stands for one, the mode and the owner are given.
    /// No lease of another owner may be touched.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <returns>Whether the lease was the owner's until now.</returns>
    ValueTask<bool> EndAsync(LeaseRecord held, CancellationToken cancellationToken);

    /// <summary>Forgets a waiter that gave up, and signals those who stood back for it. Nothing happens when the store does not know it.</summary>
    /// <param name="claim">The claim of one of its tries.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    ValueTask WithdrawAsync(LeaseClaim claim, CancellationToken cancellationToken);

    /// <inheritdoc cref="WithdrawAsync"/>
    void Withdraw(LeaseClaim claim, CancellationToken cancellationToken);

    /// <summary>Asks to be told when it is worth trying again. A new subscription to a resource may overlap with the end of an old one.</summary>
    /// <param name="resource">What is waited for.</param>
    /// <param name="onSignal">
    /// Called, on any thread and as often as the store likes. Once the subscription is made, no release that comes after a failed try of a waiter may go
    /// unnoticed, but for what <see cref="PollInterval"/> is there for; a store that lost its connection calls it when it has one again.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <returns>The subscription, ended by its disposal; <see langword="null"/> when the store cannot push.</returns>
    ValueTask<ILeaseSubscription?> SubscribeAsync(LockResource resource, Action onSignal, CancellationToken cancellationToken);

    /// <inheritdoc cref="SubscribeAsync"/>
    ILeaseSubscription? Subscribe(LockResource resource, Action onSignal, CancellationToken cancellationToken);

    /// <summary>The leases that exist, those of locks and those of semaphores, in any order. A lease that comes or goes meanwhile may be listed or not.</summary>
    /// <param name="keyPrefix">What the keys begin with, the provider's own prefix included; empty for all.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    IAsyncEnumerable<LeaseRecord> ListAsync(string keyPrefix, CancellationToken cancellationToken);

    /// <summary>The leases of one resource; empty when it is free.</summary>
    ValueTask<IReadOnlyList<LeaseRecord>> FindAsync(LockResource resource, CancellationToken cancellationToken);
}
