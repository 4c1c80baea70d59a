using DistributedLock.Leases;

namespace DistributedLock.Runtime.Tests.Leases;

internal sealed class FakeLeaseProvider(FakeLeaseStore store, DistributedLockOptions? options = null)
    : LeaseLockProvider(store, options ?? new InMemoryLockOptions(), "Tests")
{
    public FakeLeaseProvider(FakeLeaseServer server, DistributedLockOptions? options = null)
        : this(new FakeLeaseStore(server), options)
    {
    }

    public FakeLeaseStore Fake => store;
}
