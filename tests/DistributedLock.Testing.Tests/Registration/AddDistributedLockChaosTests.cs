using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.Testing.Tests.Registration;

public sealed class AddDistributedLockChaosTests
{
    private readonly ServiceCollection _services = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public void Default_and_named_providers_are_wrapped()
    {
        _services.AddDistributedLock(static locks => locks.UseInMemory());
        _services.AddDistributedLock("reports", static locks => locks.UseInMemory());
        _services.AddDistributedLockChaos(static options => options.FaultProbability = 1);
        using var provider = _services.BuildServiceProvider();

        Assert.Throws<LockBackendException>(() => provider.GetRequiredService<IDistributedLockProvider>().TryAcquire("k", cancellationToken: Token));
        Assert.Throws<LockBackendException>(() => provider.GetRequiredKeyedService<IDistributedLockProvider>("reports").TryAcquire("k", cancellationToken: Token));
    }

    [Fact(Timeout = 60_000)]
    public async Task Provider_that_the_container_made_is_disposed_with_its_wrapper_and_an_instance_is_not()
    {
        var made = new InMemoryLockProvider();
        var instance = new InMemoryLockProvider();
        _services.AddSingleton<IDistributedLockProvider>(_ => made);
        _services.AddKeyedSingleton<IDistributedLockProvider>("instance", instance);
        _services.AddDistributedLockChaos(static options => options.Seed = 1);
        await using (var provider = _services.BuildServiceProvider())
        {
            provider.GetRequiredService<IDistributedLockProvider>().TryAcquire("k", cancellationToken: Token)!.Dispose();
            provider.GetRequiredKeyedService<IDistributedLockProvider>("instance").TryAcquire("k", cancellationToken: Token)!.Dispose();
        }

        Assert.Throws<ObjectDisposedException>(() => made.TryAcquire("k", cancellationToken: Token));
        Assert.True(instance.IsFree("k"));
    }

    [Fact(Timeout = 60_000)]
    public void Provider_that_is_registered_by_its_type_is_wrapped()
    {
        _services.AddSingleton<IDistributedLockProvider, InMemoryLockProvider>();
        _services.AddDistributedLockChaos(static _ => { });
        using var provider = _services.BuildServiceProvider();

        Assert.IsType<ChaosLockProvider>(provider.GetRequiredService<IDistributedLockProvider>());
    }

    [Fact(Timeout = 60_000)]
    public void Missing_provider_and_wrong_setting_stop_the_registration()
    {
        var missing = Assert.Throws<InvalidOperationException>(() => _services.AddDistributedLockChaos(static _ => { }));
        var wrong = Assert.Throws<ArgumentOutOfRangeException>(() => _services.AddDistributedLockChaos(static options => options.LossProbability = 2));

        Assert.Contains("expected AddDistributedLock(...) before it", missing.Message, StringComparison.Ordinal);
        Assert.StartsWith("LossProbability must be a number", wrong.Message, StringComparison.Ordinal);
    }
}
