using DistributedLock.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace DistributedLock.Runtime.Tests.Decorators;

/// <summary>Closed registrations in a real container.</summary>
public class LockDecoratorsTests
{
    private static readonly ServiceProviderOptions Strict = new() { ValidateOnBuild = true, ValidateScopes = true };

    private readonly ServiceCollection _services = [];

    public LockDecoratorsTests() => _services.AddDistributedLock(static locks => locks.UseInMemory());

    private IServiceCollection Decorate(string? providerName = null) =>
        LockDecorators.Decorate<IOrders>(_services, providerName, static (inner, locks) => new LockedOrders(inner, locks), "DecorateWithLockedOrders");

    [Theory(Timeout = 60_000)]
    [InlineData(ServiceLifetime.Singleton)]
    [InlineData(ServiceLifetime.Scoped)]
    [InlineData(ServiceLifetime.Transient)]
    public async Task Lifetime_is_kept(ServiceLifetime lifetime)
    {
        _services.Add(ServiceDescriptor.Describe(typeof(IOrders), typeof(Orders), lifetime));
        Decorate();

        await using var container = _services.BuildServiceProvider(Strict);
        await using var scope = container.CreateAsyncScope();
        await using var other = container.CreateAsyncScope();
        var first = Assert.IsType<LockedOrders>(scope.ServiceProvider.GetRequiredService<IOrders>());
        var second = (LockedOrders)scope.ServiceProvider.GetRequiredService<IOrders>();
        var third = (LockedOrders)other.ServiceProvider.GetRequiredService<IOrders>();

        Assert.Equal("[7]", first.Place(7));
        Assert.Equal(lifetime != ServiceLifetime.Transient, ReferenceEquals(first, second));
        Assert.Equal(lifetime == ServiceLifetime.Singleton, ReferenceEquals(first, third));
        Assert.Equal(lifetime != ServiceLifetime.Transient, ReferenceEquals(first.Inner, second.Inner));
        Assert.Equal(lifetime == ServiceLifetime.Singleton, ReferenceEquals(first.Inner, third.Inner));
        Assert.Same(container.GetRequiredService<IDistributedLockProvider>(), first.Locks);
        Assert.Equal(lifetime, _services.Single(static service => service.ServiceType == typeof(IOrders)).Lifetime);
    }

    [Fact(Timeout = 60_000)]
    public void Every_registration_is_decorated_in_its_order()
    {
        _services.AddSingleton<IOrders, Orders>().AddTransient<IOrders>(static _ => new OtherOrders()).AddKeyedSingleton<IOrders, OtherOrders>("eu");
        Decorate();

        using var container = _services.BuildServiceProvider(Strict);

        Assert.Equal(["[1]", "[other 1]"], container.GetServices<IOrders>().Select(static orders => orders.Place(1)));
        Assert.Equal("[other 1]", container.GetRequiredService<IOrders>().Place(1));
        Assert.Equal("[other 1]", container.GetRequiredKeyedService<IOrders>("eu").Place(1));
    }

    [Fact(Timeout = 60_000)]
    public void Keyed_registrations_keep_their_keys()
    {
        using var instance = new Orders();
        _services.AddKeyedScoped<IOrders, Orders>("type")
            .AddKeyedScoped<IOrders>("factory", static (_, key) => new OrdersOfKey((string)key!))
            .AddKeyedSingleton<IOrders>("instance", instance)
            .AddKeyedScoped<IOrders, OrdersOfKey>("told");
        Decorate();

        using var container = _services.BuildServiceProvider(Strict);
        using var scope = container.CreateScope();
        string Place(string key) => Assert.IsType<LockedOrders>(scope.ServiceProvider.GetRequiredKeyedService<IOrders>(key)).Place(1);

        Assert.Equal("[1]", Place("type"));
        Assert.Equal("[factory 1]", Place("factory"));
        Assert.Equal("[1]", Place("instance"));
        Assert.Equal("[told 1]", Place("told"));
        Assert.Null(scope.ServiceProvider.GetService<IOrders>());
    }

    [Fact(Timeout = 60_000)]
    public void Registration_for_any_key_is_decorated()
    {
        _services.AddKeyedTransient<IOrders, OrdersOfKey>(KeyedService.AnyKey);
        Decorate();

        using var container = _services.BuildServiceProvider(Strict);

        Assert.Equal("[us 1]", container.GetRequiredKeyedService<IOrders>("us").Place(1));
    }

    [Fact(Timeout = 60_000)]
    public void Second_call_does_not_lock_twice()
    {
        _services.AddScoped<IOrders, Orders>();
        Decorate();
        _services.AddKeyedScoped<IOrders, Orders>("late");
        Decorate();

        using var container = _services.BuildServiceProvider(Strict);
        using var scope = container.CreateScope();

        Assert.Equal("[1]", scope.ServiceProvider.GetRequiredService<IOrders>().Place(1));
        Assert.Equal("[1]", scope.ServiceProvider.GetRequiredKeyedService<IOrders>("late").Place(1));
    }

    [Fact(Timeout = 60_000)]
    public void Second_call_with_another_provider_is_refused()
    {
        _services.AddScoped<IOrders, Orders>();
        Decorate();

        var exception = Assert.Throws<InvalidOperationException>(() => Decorate("reports"));

        Assert.Contains("DecorateWithLockedOrders is called twice", exception.Message, StringComparison.Ordinal);
        Assert.Contains("\"reports\"", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Nothing_registered_is_told_with_the_order_of_calls()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Decorate());

        Assert.Contains("DecorateWithLockedOrders found no registration of", exception.Message, StringComparison.Ordinal);
        Assert.Contains("call it after the service is registered", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Named_provider_gives_the_locks()
    {
        _services.AddDistributedLock("reports", static locks => locks.UseInMemory());
        _services.AddSingleton<IOrders, Orders>();
        Decorate("reports");

        using var container = _services.BuildServiceProvider(Strict);

        Assert.Same(container.GetRequiredKeyedService<IDistributedLockProvider>("reports"), ((LockedOrders)container.GetRequiredService<IOrders>()).Locks);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("reports", "AddDistributedLock(\"reports\", ")]
    [InlineData(null, "AddDistributedLock(locks")]
    public void Missing_provider_is_told_with_the_call_that_adds_it(string? name, string expected)
    {
        _services.RemoveAt(0);
        _services.AddSingleton<IOrders, Orders>();
        Decorate(name);

        using var container = _services.BuildServiceProvider(Strict);

        Assert.Contains(expected, Assert.Throws<InvalidOperationException>(() => container.GetRequiredService<IOrders>()).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Missing_dependency_is_found_when_the_container_is_built()
    {
        _services.AddScoped<IOrders, OrdersOfClerk>();
        Decorate();

        Assert.Contains(nameof(Clerk), Assert.Throws<AggregateException>(() => _services.BuildServiceProvider(Strict)).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Scoped_dependency_of_a_singleton_is_found_when_the_container_is_built()
    {
        _services.AddScoped<Clerk>().AddSingleton<IOrders, OrdersOfClerk>();
        Decorate();

        Assert.Contains(nameof(Clerk), Assert.Throws<AggregateException>(() => _services.BuildServiceProvider(Strict)).Message, StringComparison.Ordinal);
    }
}
