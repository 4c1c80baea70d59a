using DistributedLock.Testing;

namespace DistributedLock.Runtime.Tests.Conformance;

/// <summary>Two in-memory providers know nothing of each other, so a second one is no second process; and its locks have no lease.</summary>
internal sealed class InMemoryFixture : LockConformanceFixture
{
    public override LockCapabilities Capabilities =>
        LockCapabilities.Shared | LockCapabilities.Semaphore | LockCapabilities.Fencing | LockCapabilities.WriterPriority | LockCapabilities.LocalOrder |
        LockCapabilities.TimeSource | LockCapabilities.Abandonment | LockCapabilities.HeldUntilReleased | LockCapabilities.ProviderDisposal |
        LockCapabilities.KeyPrefix | LockCapabilities.HoldAtLeast | LockCapabilities.MaxHold |
        LockCapabilities.Inspection | LockCapabilities.ForceRelease;

    public override TimeSpan Moment => TimeSpan.FromMilliseconds(100);

    public override ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken)
    {
        var options = new InMemoryLockOptions();
        if (setup.KeyPrefix is not null)
        {
            options.KeyPrefix = setup.KeyPrefix;
        }

        options.AllowForceRelease = setup.AllowForceRelease;
        if (setup.TimeProvider is not null)
        {
            options.TimeProvider = setup.TimeProvider;
        }

        return new ValueTask<IDistributedLockProvider>(new InMemoryLockProvider(options));
    }
}
