using DistributedLock.Testing;

namespace DistributedLock.Runtime.Tests.Sessions;

/// <summary>The engine over a store that is asynchronous, re-entrant, and never lets a test pass by polling.</summary>
internal sealed class SessionEngineFixture : LockConformanceFixture
{
    public FakeSessionServer Server { get; } = new();

    public override LockCapabilities Capabilities =>
        LockCapabilities.Shared | LockCapabilities.Semaphore | LockCapabilities.Fencing | LockCapabilities.WriterPriority | LockCapabilities.LocalOrder |
        LockCapabilities.SeveralProviders | LockCapabilities.TimeSource | LockCapabilities.Abandonment | LockCapabilities.HeldUntilReleased |
        LockCapabilities.ProviderDisposal | LockCapabilities.KeyPrefix | LockCapabilities.HoldAtLeast | LockCapabilities.MaxHold |
        LockCapabilities.OutsideLoss;

    public override TimeSpan Moment => TimeSpan.FromMilliseconds(100);

    public override ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken)
    {
        var options = new InMemoryLockOptions();
        options.KeyPrefix = setup.KeyPrefix ?? options.KeyPrefix;
        options.TimeProvider = setup.TimeProvider ?? options.TimeProvider;
        return new ValueTask<IDistributedLockProvider>(new FakeSessionProvider(Server, options));
    }

    public override ValueTask TakeAwayAsync(LockRequest request, CancellationToken cancellationToken)
    {
        Server.Cut(new LockResource(request.Key.Value, request.MaxConcurrency > 1));
        return default;
    }
}
