namespace DistributedLock.Testing.Tests.Recording;

/// <summary>A recorded in-memory provider: recording must change nothing.</summary>
internal sealed class RecordingFixture : LockConformanceFixture
{
    public override LockCapabilities Capabilities =>
        LockCapabilities.Shared | LockCapabilities.Semaphore | LockCapabilities.Fencing | LockCapabilities.WriterPriority | LockCapabilities.LocalOrder |
        LockCapabilities.TimeSource | LockCapabilities.Abandonment | LockCapabilities.HeldUntilReleased | LockCapabilities.ProviderDisposal |
        LockCapabilities.KeyPrefix | LockCapabilities.HoldAtLeast | LockCapabilities.MaxHold;

    public override TimeSpan Moment => TimeSpan.FromMilliseconds(100);

    public override ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken)
    {
        var options = new InMemoryLockOptions();
        options.KeyPrefix = setup.KeyPrefix ?? options.KeyPrefix;
        options.TimeProvider = setup.TimeProvider ?? options.TimeProvider;
        return new ValueTask<IDistributedLockProvider>(new RecordingLockProvider(new InMemoryLockProvider(options)));
    }
}
