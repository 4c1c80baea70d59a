using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace DistributedLock.Runtime.Tests.Configuration;

/// <summary>How lock providers come into a container.</summary>
public sealed class RegistrationTests
{
    private readonly ServiceCollection _services = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Default_provider_is_one_for_the_whole_container()
    {
        _services.AddDistributedLock(locks => locks.UseInMemory());
        await using var container = _services.BuildServiceProvider();
        var provider = container.GetRequiredService<IDistributedLockProvider>();
        Assert.NotNull(provider.As<InMemoryLockProvider>());
        await using var scope = container.CreateAsyncScope();
        Assert.Same(provider, scope.ServiceProvider.GetRequiredService<IDistributedLockProvider>());
    }

    [Fact(Timeout = 30_000)]
    public async Task Named_providers_stand_beside_the_default_one()
    {
        _services.AddDistributedLock(locks => locks.UseInMemory());
        _services.AddDistributedLock("reports", locks => locks.UseInMemory());
        await using var container = _services.BuildServiceProvider();
        var byName = container.GetRequiredKeyedService<IDistributedLockProvider>("reports");
        Assert.NotSame(byName, container.GetRequiredService<IDistributedLockProvider>());
        Assert.Same(byName, container.GetRequiredKeyedService<IDistributedLockProvider>("reports"));
    }

    [Fact(Timeout = 30_000)]
    public async Task Container_disposes_its_provider()
    {
        _services.AddDistributedLock(locks => locks.UseInMemory());
        var container = _services.BuildServiceProvider();
        var provider = container.GetRequiredService<IDistributedLockProvider>();
        var handle = provider.Acquire("k", cancellationToken: Token);
        await container.DisposeAsync();
        Assert.True(handle.LostToken.IsCancellationRequested);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await provider.AcquireAsync("other", cancellationToken: Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task Clock_and_logger_come_from_the_container_unless_they_are_set()
    {
        var clock = new ManualTimeProvider();
        var own = new ManualTimeProvider();
        _services.AddSingleton<TimeProvider>(clock);
        _services.AddSingleton<ILoggerFactory, NullLoggerFactory>();
        _services.AddDistributedLock(locks => locks.UseInMemory());
        _services.AddDistributedLock("own", locks => locks.UseInMemory(options => options.TimeProvider = own));
        await using var container = _services.BuildServiceProvider();
        Assert.Same(clock, ((ILockProviderInfo)container.GetRequiredService<IDistributedLockProvider>()).TimeProvider);
        Assert.Same(own, ((ILockProviderInfo)container.GetRequiredKeyedService<IDistributedLockProvider>("own")).TimeProvider);
    }

    [Fact(Timeout = 30_000)]
    public Task Registration_without_a_backend_throws_at_once_and_says_what_was_expected()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => _services.AddDistributedLock(static _ => { }));
        Assert.Contains("AddDistributedLock(...) chooses no backend", exception.Message, StringComparison.Ordinal);
        var named = Assert.Throws<InvalidOperationException>(() => _services.AddDistributedLock("reports", static _ => { }));
        Assert.Contains("AddDistributedLock(\"reports\", ...)", named.Message, StringComparison.Ordinal);
        Assert.Empty(_services);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Registration_with_two_backends_throws()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => _services.AddDistributedLock(locks => locks.UseInMemory().UseInMemory()));
        Assert.Contains("chooses two backends", exception.Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Second_registration_of_one_name_throws()
    {
        _services.AddDistributedLock(locks => locks.UseInMemory());
        _services.AddDistributedLock("reports", locks => locks.UseInMemory());
        Assert.Throws<InvalidOperationException>(() => _services.AddDistributedLock(locks => locks.UseInMemory()));
        var named = Assert.Throws<InvalidOperationException>(() => _services.AddDistributedLock("reports", locks => locks.UseInMemory()));
        Assert.Contains("\"reports\"", named.Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public async Task Any_provider_can_be_registered()
    {
        var provider = new RecordingProvider();
        _services.AddDistributedLock(locks => locks.Use(_ => provider));
        await using var container = _services.BuildServiceProvider();
        Assert.Same(provider, container.GetRequiredService<IDistributedLockProvider>().As<RecordingProvider>());
    }

    [Fact(Timeout = 30_000)]
    public async Task Container_s_provider_and_the_bare_one_behind_it_are_one_to_the_reentrancy_check()
    {
        await using var bare = new InMemoryLockProvider();
        _services.AddDistributedLock(locks => locks.Use(_ => bare));
        await using var container = _services.BuildServiceProvider();
        await using var handle = await container.GetRequiredService<IDistributedLockProvider>().AcquireAsync("k", cancellationToken: Token);

        await Assert.ThrowsAsync<LockReentrancyException>(async () => await bare.AcquireAsync("k", TimeSpan.Zero, Token));
    }

    [Fact(Timeout = 30_000)]
    public Task Option_that_cannot_work_throws_and_names_it()
    {
        Assert.Throws<ArgumentException>("KeyPrefix", () => new InMemoryLockProvider(new InMemoryLockOptions { KeyPrefix = null! }));
        Assert.Throws<ArgumentException>("TimeProvider", () => new InMemoryLockProvider(new InMemoryLockOptions { TimeProvider = null! }));
        Assert.Throws<ArgumentException>("LoggerFactory", () => new InMemoryLockProvider(new InMemoryLockOptions { LoggerFactory = null! }));
        Assert.Throws<ArgumentNullException>("options", () => new InMemoryLockProvider(null!));
        return Task.CompletedTask;
    }
}
