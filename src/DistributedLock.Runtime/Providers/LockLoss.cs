namespace DistributedLock.Providers;

/// <summary>That a provider lost a lock, and nobody meant it.</summary>
/// <param name="Time">When, by the provider's clock.</param>
/// <param name="Timestamp">The same moment on its monotonic clock.</param>
/// <param name="Reason">Why.</param>
internal sealed record LockLoss(DateTimeOffset Time, long Timestamp, LockLossReason Reason)
{
    /// <returns><see langword="null"/> for a loss that was meant: by a limit that was set, or by a disposal.</returns>
    public static LockLoss? Of(LockLossReason reason, TimeProvider clock) => reason is LockLossReason.HoldExceeded or LockLossReason.ProviderDisposed
        ? null
        : new LockLoss(clock.GetUtcNow(), clock.GetTimestamp(), reason);
}
