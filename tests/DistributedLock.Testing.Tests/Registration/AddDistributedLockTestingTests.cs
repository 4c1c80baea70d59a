using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.Testing.Tests.Registration;

public sealed class AddDistributedLockTestingTests
{
    private readonly ServiceCollection _services = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Default_and_named_providers_are_replaced_by_fakes_of_their_own_with_one_recorder()
    {
        _services.AddDistributedLock(static locks => locks.Use(static _ => throw new InvalidOperationException("the real one")));
        _services.AddDistributedLock("reports", static locks => locks.Use(static _ => throw new InvalidOperationException("the real one")));
        _services.AddDistributedLockTesting();
        await using var provider = _services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        var locks = provider.GetRequiredService<IDistributedLockProvider>();
        var reports = provider.GetRequiredKeyedService<IDistributedLockProvider>("reports");

        Assert.Same(provider.GetRequiredService<FakeLockProvider>(), locks);
        Assert.Same(provider.GetRequiredKeyedService<FakeLockProvider>("reports"), reports);
        await using var one = await locks.AcquireAsync("k", cancellationToken: Token);
        await using var other = await reports.AcquireAsync("k", cancellationToken: Token);
        Assert.Equal(["fake", "fake:reports"], provider.GetRequiredService<LockRecorder>().Held.Select(static held => held.Provider));
    }

    [Fact(Timeout = 60_000)]
    public void Provider_that_is_only_named_gets_no_default_beside_it()
    {
        _services.AddDistributedLock("reports", static locks => locks.UseInMemory());
        _services.AddDistributedLockTesting();
        using var provider = _services.BuildServiceProvider();

        Assert.Null(provider.GetService<IDistributedLockProvider>());
        Assert.IsType<FakeLockProvider>(provider.GetRequiredKeyedService<IDistributedLockProvider>("reports"));
    }

    [Fact(Timeout = 60_000)]
    public void Provider_for_any_name_is_replaced_for_each()
    {
        _services.AddKeyedSingleton<IDistributedLockProvider>(KeyedService.AnyKey, static (_, _) => new InMemoryLockProvider());
        _services.AddDistributedLockTesting();
        using var provider = _services.BuildServiceProvider();

        var one = provider.GetRequiredKeyedService<IDistributedLockProvider>("one");

        Assert.Same(provider.GetRequiredKeyedService<FakeLockProvider>("one"), one);
        Assert.NotSame(provider.GetRequiredKeyedService<IDistributedLockProvider>("other"), one);
    }

    [Fact(Timeout = 60_000)]
    public void Fake_is_registered_where_no_provider_is()
    {
        _services.AddDistributedLockTesting();
        using var provider = _services.BuildServiceProvider();

        Assert.IsType<FakeLockProvider>(provider.GetRequiredService<IDistributedLockProvider>());
    }

    [Fact(Timeout = 60_000)]
    public void Second_call_replaces_the_first()
    {
        _services.AddDistributedLockTesting(static options => options.Name = "first");
        _services.AddDistributedLockTesting(static options => options.Name = "second");
        using var provider = _services.BuildServiceProvider();

        Assert.Equal("second", Assert.Single(provider.GetServices<FakeLockProvider>()).Name);
        Assert.Equal("second", ((FakeLockProvider)Assert.Single(provider.GetServices<IDistributedLockProvider>())).Name);
    }

    [Fact(Timeout = 60_000)]
    public void Clock_comes_from_the_container_and_from_the_options_before_that()
    {
        var clock = new ManualTimeProvider();
        var other = new ManualTimeProvider();
        _services.AddSingleton<TimeProvider>(clock);

        using (var provider = _services.AddDistributedLockTesting().BuildServiceProvider())
        {
            Assert.Same(clock, provider.GetRequiredService<FakeLockProvider>().TimeProvider);
        }

        using (var provider = _services.AddDistributedLockTesting(options => options.TimeProvider = other).BuildServiceProvider())
        {
            Assert.Same(other, provider.GetRequiredService<FakeLockProvider>().TimeProvider);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_hosts_with_one_fake_contend()
    {
        await using var locks = new FakeLockProvider();
        await using var one = Host(locks);
        await using var other = Host(locks);

        await using var handle = await one.GetRequiredService<IDistributedLockProvider>().AcquireAsync("k", cancellationToken: Token);

        Assert.Null(other.GetRequiredKeyedService<IDistributedLockProvider>("reports").TryAcquire(new LockRequest("k") { Timeout = TimeSpan.Zero }, Token));
        Assert.Same(locks.Recorder, other.GetRequiredService<LockRecorder>());
        await one.DisposeAsync();
        Assert.False(handle.LostToken.IsCancellationRequested);
    }

    [Fact(Timeout = 60_000)]
    public void Missing_arguments_are_named()
    {
        Assert.Throws<ArgumentNullException>("services", () => DistributedLockTestingServiceCollectionExtensions.AddDistributedLockTesting(null!));
        Assert.Throws<ArgumentNullException>("locks", () => _services.AddDistributedLockTesting((FakeLockProvider)null!));
    }

    private static ServiceProvider Host(FakeLockProvider locks) => new ServiceCollection()
        .AddDistributedLock(static locks => locks.UseInMemory())
        .AddDistributedLock("reports", static locks => locks.UseInMemory())
        .AddDistributedLockTesting(locks)
        .BuildServiceProvider();
}
