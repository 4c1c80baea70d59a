namespace DistributedLock.Testing.Tests.Fakes;

/// <summary>A fake without a script. Two of them know nothing of each other, so a second one is no second process.</summary>
internal sealed class FakeFixture : LockConformanceFixture
{
    private readonly List<FakeLockProvider> _fakes = [];

    public override LockCapabilities Capabilities =>
        LockCapabilities.Shared | LockCapabilities.Semaphore | LockCapabilities.Fencing | LockCapabilities.WriterPriority | LockCapabilities.LocalOrder |
        LockCapabilities.TimeSource | LockCapabilities.Abandonment | LockCapabilities.HeldUntilReleased | LockCapabilities.ProviderDisposal |
        LockCapabilities.KeyPrefix | LockCapabilities.HoldAtLeast | LockCapabilities.MaxHold | LockCapabilities.Leases | LockCapabilities.Inspection |
        LockCapabilities.ForceRelease | LockCapabilities.OutsideLoss;

    public override TimeSpan Moment => TimeSpan.FromMilliseconds(100);

    public override ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken)
    {
        var options = new FakeLockOptions();
        options.KeyPrefix = setup.KeyPrefix ?? options.KeyPrefix;
        options.TimeProvider = setup.TimeProvider ?? options.TimeProvider;
        options.AllowForceRelease = setup.AllowForceRelease;
        var fake = new FakeLockProvider(options);
        lock (_fakes)
        {
            _fakes.Add(fake);
        }

        return new ValueTask<IDistributedLockProvider>(fake);
    }

    public override async ValueTask TakeAwayAsync(LockRequest request, CancellationToken cancellationToken)
    {
        List<FakeLockProvider> fakes;
        lock (_fakes)
        {
            fakes = [.. _fakes];
        }

        foreach (var fake in fakes)
        {
            if ((await fake.GetAsync(request.Key, cancellationToken)).Count > 0)
            {
                fake.Lose(request.Key);
            }
        }
    }
}
