namespace DistributedLock.Leases;

/// <summary>
/// A store reached only a part of what a batch of leases lies on, as when one shard of several is down: those it did reach must not be lost with the others.
/// </summary>
public sealed class LeaseRenewalException : LockBackendException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="outcomes">See <see cref="Outcomes"/>.</param>
    /// <param name="innerException">The driver's exception.</param>
    public LeaseRenewalException(string message, IReadOnlyList<bool?> outcomes, Exception? innerException = null)
        : base(message, innerException) => Outcomes = outcomes ?? throw new ArgumentNullException(nameof(outcomes));

    /// <summary>
    /// In the order of the renewals: renewed, or not there any more, as in <see cref="ILeaseStore.RenewAsync"/>; <see langword="null"/> where nobody knows.
    /// </summary>
    public IReadOnlyList<bool?> Outcomes { get; }
}
