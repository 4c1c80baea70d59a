namespace DistributedLock.Leases;

/// <summary>
/// The base of a store that has only asynchronous operations: each synchronous form waits for the asynchronous one, which runs on the thread pool, so that no
/// synchronization context of the caller can stand in its way.
/// </summary>
public abstract class LeaseStore : ILeaseStore
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract TimeSpan OperationTimeout { get; }

    /// <inheritdoc/>
    public abstract TimeSpan PollInterval { get; }

    /// <inheritdoc/>
    public abstract ValueTask<LeaseAnswer> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual LeaseAnswer TryAcquire(LeaseClaim claim, CancellationToken cancellationToken) =>
        Task.Run(() => TryAcquireAsync(claim, cancellationToken).AsTask(), CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public abstract ValueTask<IReadOnlyList<bool>> RenewAsync(IReadOnlyList<LeaseRenewal> renewals, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask<bool> ReleaseAsync(LeaseClaim claim, TimeSpan keepFor, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual bool Release(LeaseClaim claim, TimeSpan keepFor, CancellationToken cancellationToken) =>
        Task.Run(() => ReleaseAsync(claim, keepFor, cancellationToken).AsTask(), CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc/>
    /// <remarks>As it is here, it is right for a store whose listing tells every key in full.</remarks>
    public virtual ValueTask<bool> EndAsync(LeaseRecord held, CancellationToken cancellationToken)
    {
        if (held is null)
        {
            throw new ArgumentNullException(nameof(held));
        }

        var claim = new LeaseClaim(held.Resource, held.Owner, held.Remaining) { Mode = held.Mode, MaxConcurrency = held.MaxConcurrency };
        return ReleaseAsync(claim, TimeSpan.Zero, cancellationToken);
    }

    /// <inheritdoc/>
    public abstract ValueTask WithdrawAsync(LeaseClaim claim, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual void Withdraw(LeaseClaim claim, CancellationToken cancellationToken) =>
        Task.Run(() => WithdrawAsync(claim, cancellationToken).AsTask(), CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public abstract ValueTask<ILeaseSubscription?> SubscribeAsync(LockResource resource, Action onSignal, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual ILeaseSubscription? Subscribe(LockResource resource, Action onSignal, CancellationToken cancellationToken) =>
        Task.Run(() => SubscribeAsync(resource, onSignal, cancellationToken).AsTask(), CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public abstract IAsyncEnumerable<LeaseRecord> ListAsync(string keyPrefix, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask<IReadOnlyList<LeaseRecord>> FindAsync(LockResource resource, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        Task.Run(() => DisposeAsync().AsTask()).GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }
}
