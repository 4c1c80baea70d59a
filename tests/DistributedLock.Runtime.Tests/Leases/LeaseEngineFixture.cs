using DistributedLock.Testing;

namespace DistributedLock.Runtime.Tests.Leases;

/// <summary>The engine over a store that is asynchronous and never lets a test pass by polling.</summary>
internal sealed class LeaseEngineFixture : LockConformanceFixture
{
    public FakeLeaseServer Server { get; } = new();

    public override LockCapabilities Capabilities =>
        LockCapabilities.Shared | LockCapabilities.Semaphore | LockCapabilities.Fencing | LockCapabilities.WriterPriority | LockCapabilities.LocalOrder |
        LockCapabilities.SeveralProviders | LockCapabilities.TimeSource | LockCapabilities.Abandonment | LockCapabilities.ProviderDisposal |
        LockCapabilities.KeyPrefix | LockCapabilities.HoldAtLeast | LockCapabilities.MaxHold | LockCapabilities.Leases |
        LockCapabilities.Inspection | LockCapabilities.ForceRelease | LockCapabilities.OutsideLoss;

    /// <remarks>Leases are measured in it, and the other tests of this process starve each other of threads for half a second now and then.</remarks>
    public override TimeSpan Moment => TimeSpan.FromMilliseconds(200);

    public override ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken)
    {
        var options = new InMemoryLockOptions();
        options.KeyPrefix = setup.KeyPrefix ?? options.KeyPrefix;
        options.TimeProvider = setup.TimeProvider ?? options.TimeProvider;
        options.AllowForceRelease = setup.AllowForceRelease;
        return new ValueTask<IDistributedLockProvider>(new FakeLeaseProvider(
            new FakeLeaseStore(Server)
            {
                // A case that moves the clock by hand must not make an answer late that is on its way.
                OperationTimeout = setup.TimeProvider is null ? TimeSpan.FromSeconds(5) : TimeSpan.FromDays(1),
            },
            options));
    }

    public override ValueTask TakeAwayAsync(LockRequest request, CancellationToken cancellationToken)
    {
        Server.Drop(new LockResource(request.Key.Value, request.MaxConcurrency > 1));
        return default;
    }
}
