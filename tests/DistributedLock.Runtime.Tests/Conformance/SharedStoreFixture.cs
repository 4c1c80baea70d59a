using DistributedLock.Testing;

namespace DistributedLock.Runtime.Tests.Conformance;

/// <summary>
/// Several providers on one in-memory store, which stand for several processes: so the cases across providers are tested where no server is needed.
/// </summary>
/// <param name="spoil">Makes a provider that breaks the contract out of one that keeps it.</param>
internal sealed class SharedStoreFixture(Func<IDistributedLockProvider, IDistributedLockProvider>? spoil = null) : LockConformanceFixture
{
    private readonly InMemoryLockProvider _store = new();

    public override LockCapabilities Capabilities =>
        LockCapabilities.Shared | LockCapabilities.Semaphore | LockCapabilities.Fencing | LockCapabilities.WriterPriority | LockCapabilities.LocalOrder |
        LockCapabilities.SeveralProviders | LockCapabilities.HeldUntilReleased | LockCapabilities.HoldAtLeast | LockCapabilities.MaxHold;

    public override TimeSpan Moment => TimeSpan.FromMilliseconds(100);

    // A spoilt provider fails by never doing something: patience is what that costs.
    public override TimeSpan Patience => spoil is null ? base.Patience : TimeSpan.FromSeconds(1);

    public override TimeSpan CaseLimit => spoil is null ? base.CaseLimit : TimeSpan.FromSeconds(3);

    public override ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken)
    {
        var process = new DelegatingProvider(_store);
        return new ValueTask<IDistributedLockProvider>(spoil?.Invoke(process) ?? process);
    }
}
