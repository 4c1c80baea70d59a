namespace DistributedLock.Testing;

/// <summary>
/// What a backend promises beyond the exclusive lock. A conformance case that needs more than the backend promises is left out, so leaving out a flag
/// is saying it in public: put it into the backend's documentation too.
/// </summary>
[Flags]
public enum LockCapabilities
{
    /// <summary>Exclusive locks only.</summary>
    None = 0,

    /// <summary>Shared holds beside exclusive ones.</summary>
    Shared = 1 << 0,

    /// <summary>Permits: <see cref="LockRequest.MaxConcurrency"/> above 1.</summary>
    Semaphore = 1 << 1,

    /// <summary>Every handle has a fencing token, which grows with every acquisition of its key.</summary>
    Fencing = 1 << 2,

    /// <summary>A waiting exclusive request goes before shared requests that come after it.</summary>
    WriterPriority = 1 << 3,

    /// <summary>Inside one provider, waiters of a key are served in the order in which they came.</summary>
    LocalOrder = 1 << 4,

    /// <summary>Several providers can be made on one store and exclude each other, as several processes do.</summary>
    SeveralProviders = 1 << 5,

    /// <summary>Every deadline follows the <see cref="TimeProvider"/> that the provider was made with.</summary>
    TimeSource = 1 << 6,

    /// <summary>The lock of a handle that was garbage-collected without being disposed becomes free.</summary>
    Abandonment = 1 << 7,

    /// <summary>Locks have a lease: <see cref="IDistributedLockHandle.ExpiresAt"/> is set and moves when the lease is extended.</summary>
    Leases = 1 << 8,

    /// <summary>A lock that was held longer than <see cref="LockRequest.MaxHold"/> stays held until its handle is disposed.</summary>
    HeldUntilReleased = 1 << 9,

    /// <summary>Disposing a provider ends its waits, fires the lost tokens of what it holds and releases it.</summary>
    ProviderDisposal = 1 << 10,

    /// <summary>Providers can be made with a prefix for all of their keys.</summary>
    KeyPrefix = 1 << 11,

    /// <summary><see cref="LockRequest.HoldAtLeast"/> keeps the lock after its handle was disposed.</summary>
    HoldAtLeast = 1 << 12,

    /// <summary><see cref="LockRequest.MaxHold"/> fires the lost token.</summary>
    MaxHold = 1 << 13,

    /// <summary>The provider is an <see cref="IDistributedLockInspector"/> and tells who holds what, in lists and key by key.</summary>
    Inspection = 1 << 14,

    /// <summary>
    /// The locks of a process that crashes become free: at the end of their lease, or at once where they live as long as a session. The fixture overrides
    /// <see cref="LockConformanceFixture.StartHoldingProcessAsync"/>.
    /// </summary>
    ProcessCrash = 1 << 15,

    /// <summary>
    /// A lock can be taken away from outside, by an operator or a fail-over, and its holder notices. The fixture overrides
    /// <see cref="LockConformanceFixture.TakeAwayAsync"/>.
    /// </summary>
    OutsideLoss = 1 << 16,

    /// <summary>
    /// The inspector can end a hold by force, where <see cref="LockProviderSetup.AllowForceRelease"/> asks for it. Without this flag the provider throws <see cref="NotSupportedException"/>.
    /// </summary>
    ForceRelease = 1 << 17,
}
