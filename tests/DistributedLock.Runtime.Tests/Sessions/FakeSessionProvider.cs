using DistributedLock.Sessions;

namespace DistributedLock.Runtime.Tests.Sessions;

internal sealed class FakeSessionProvider(FakeSessionStore store, DistributedLockOptions? options = null)
    : SessionLockProvider(store, options ?? new InMemoryLockOptions(), "Tests")
{
    public FakeSessionProvider(FakeSessionServer server, DistributedLockOptions? options = null)
        : this(new FakeSessionStore(server), options)
    {
    }

    public FakeSessionStore Fake => store;
}
