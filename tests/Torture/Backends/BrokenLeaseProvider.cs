using DistributedLock.Leases;

namespace DistributedLock.Torture;

/// <summary>A provider over a store that makes a mistake.</summary>
internal sealed class BrokenLeaseProvider(ILeaseStore store, DistributedLockOptions options, Breakage breakage)
    : LeaseLockProvider(new BrokenLeaseStore(store, breakage), options, Category)
{
    public const string Category = "Torture";
}
