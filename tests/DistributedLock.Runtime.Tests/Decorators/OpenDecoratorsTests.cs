using DistributedLock.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace DistributedLock.Runtime.Tests.Decorators;

/// <summary>Open generic registrations in a real container.</summary>
public class OpenDecoratorsTests
{
    private static readonly ServiceProviderOptions Strict = new() { ValidateOnBuild = true, ValidateScopes = true };

    private readonly ServiceCollection _services = [];

    public OpenDecoratorsTests() => _services.AddDistributedLock(static locks => locks.UseInMemory());

    private IServiceCollection DecorateOpen(string? providerName = null) =>
        LockDecorators.DecorateOpen(_services, providerName, typeof(IRepository<>), typeof(LockedRepository<>), "DecorateWithOpenLockedRepository");

    private IServiceCollection Decorate<T>() =>
        LockDecorators.Decorate<IRepository<T>>(_services, null, static (inner, locks) => new LockedRepository<T>(inner, locks), "DecorateWithLockedRepository");

    [Theory(Timeout = 60_000)]
    [InlineData(ServiceLifetime.Singleton)]
    [InlineData(ServiceLifetime.Scoped)]
    [InlineData(ServiceLifetime.Transient)]
    public async Task Open_registration_is_decorated_for_every_type_and_keeps_its_lifetime(ServiceLifetime lifetime)
    {
        _services.Add(ServiceDescriptor.Describe(typeof(IRepository<>), typeof(Repository<>), lifetime));
        DecorateOpen();

        Repository<int> inner;
        await using (var container = _services.BuildServiceProvider(Strict))
        {
            await using (var scope = container.CreateAsyncScope())
            {
                var first = Assert.IsType<LockedRepository<int>>(scope.ServiceProvider.GetRequiredService<IRepository<int>>());
                var second = (LockedRepository<int>)scope.ServiceProvider.GetRequiredService<IRepository<int>>();
                inner = (Repository<int>)first.Inner;

                Assert.Equal("[7]", first.Save(7));
                Assert.Equal("[x]", scope.ServiceProvider.GetRequiredService<IRepository<string>>().Save("x"));
                Assert.Single(scope.ServiceProvider.GetServices<IRepository<int>>());
                Assert.Equal(lifetime != ServiceLifetime.Transient, ReferenceEquals(first, second));
                Assert.Equal(lifetime != ServiceLifetime.Transient, ReferenceEquals(first.Inner, second.Inner));
                Assert.Same(container.GetRequiredService<IDistributedLockProvider>(), first.Locks);
            }

            Assert.Equal(lifetime == ServiceLifetime.Singleton ? 0 : 1, inner.Disposals);
        }

        Assert.Equal(1, inner.Disposals);
    }

    [Fact(Timeout = 60_000)]
    public void Closed_registration_is_decorated_alone()
    {
        _services.AddSingleton<IRepository<int>, Repository<int>>().AddSingleton<IRepository<string>, Repository<string>>();
        Decorate<int>();

        using var container = _services.BuildServiceProvider(Strict);

        Assert.Equal("[1]", container.GetRequiredService<IRepository<int>>().Save(1));
        Assert.Equal("x", container.GetRequiredService<IRepository<string>>().Save("x"));
    }

    [Fact(Timeout = 60_000)]
    public void Closed_and_open_registrations_are_decorated_by_a_call_each()
    {
        _services.AddSingleton(typeof(IRepository<>), typeof(Repository<>)).AddSingleton<IRepository<int>, Repository<int>>();
        Decorate<int>();
        DecorateOpen();

        using var container = _services.BuildServiceProvider(Strict);

        Assert.Equal("[1]", container.GetRequiredService<IRepository<int>>().Save(1));
        Assert.Equal("[x]", container.GetRequiredService<IRepository<string>>().Save("x"));
    }

    [Fact(Timeout = 60_000)]
    public void Named_provider_gives_the_locks()
    {
        _services.AddDistributedLock("reports", static locks => locks.UseInMemory());
        _services.AddSingleton(typeof(IRepository<>), typeof(Repository<>));
        DecorateOpen("reports");

        using var container = _services.BuildServiceProvider(Strict);

        Assert.Same(container.GetRequiredKeyedService<IDistributedLockProvider>("reports"), ((LockedRepository<int>)container.GetRequiredService<IRepository<int>>()).Locks);
    }

    [Fact(Timeout = 60_000)]
    public void Second_call_does_not_lock_twice_and_asks_for_the_same_provider()
    {
        _services.AddSingleton(typeof(IRepository<>), typeof(Repository<>));
        DecorateOpen();
        DecorateOpen();

        using var container = _services.BuildServiceProvider(Strict);

        Assert.Equal("[1]", container.GetRequiredService<IRepository<int>>().Save(1));
        Assert.Contains("is called twice", Message(() => DecorateOpen("reports")), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Nothing_registered_is_told() =>
        Assert.Contains("call it after the service is registered", Message(() => DecorateOpen()), StringComparison.Ordinal);

    [Fact(Timeout = 60_000)]
    public void Registration_of_the_other_kind_is_told_with_the_call_to_make()
    {
        _services.AddSingleton<IRepository<int>, Repository<int>>();
        Assert.Contains("call DecorateWithLockedRepository with its type arguments", Message(() => DecorateOpen()), StringComparison.Ordinal);

        _services.Clear();
        _services.AddSingleton(typeof(IRepository<>), typeof(Repository<>));
        Assert.Contains("call DecorateWithOpenLockedRepository()", Message(() => Decorate<int>()), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Closed_registration_beside_the_open_one_does_not_stay_without_its_lock()
    {
        _services.AddSingleton(typeof(IRepository<>), typeof(Repository<>)).AddSingleton<IRepository<int>, Repository<int>>();

        Assert.Contains("would stay without its locks", Message(() => DecorateOpen()), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Open_registrations_that_a_decorator_cannot_tell_apart_are_refused()
    {
        _services.AddSingleton(typeof(IRepository<>), typeof(Repository<>)).AddSingleton(typeof(IRepository<>), typeof(Repository<>));
        Assert.Contains("found 2 open registrations", Message(() => DecorateOpen()), StringComparison.Ordinal);

        _services.Clear();
        _services.AddKeyedSingleton(typeof(IRepository<>), "eu", typeof(Repository<>));
        Assert.Contains("with a key", Message(() => DecorateOpen()), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Disposable_contract_is_refused_where_it_would_be_disposed_twice()
    {
        _services.AddScoped(typeof(ISessionOf<>), typeof(SessionOf<>));

        var message = Message(() => LockDecorators.DecorateOpen(_services, null, typeof(ISessionOf<>), typeof(LockedRepository<>), "DecorateWithOpenLockedSession"));

        Assert.Contains("Register the closed services", message, StringComparison.Ordinal);
    }

    private static string Message(Action act) => Assert.Throws<InvalidOperationException>(act).Message;
}
