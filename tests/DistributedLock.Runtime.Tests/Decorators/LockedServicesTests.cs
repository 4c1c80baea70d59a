using DistributedLock.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DistributedLock.Runtime.Tests.Decorators;

/// <summary>Services of several interfaces, decorated by one call and checked when the application starts.</summary>
public class LockedServicesTests
{
    private static readonly ServiceProviderOptions Strict = new() { ValidateOnBuild = true, ValidateScopes = true };

    private readonly ServiceCollection _services = [];

    public LockedServicesTests() => _services.AddDistributedLock(static locks => locks.UseInMemory()).AddDistributedLock("reports", static locks => locks.UseInMemory());

    private LockedServices DecorateAll(string? providerName = null)
    {
        var locked = new LockedServices(_services, providerName);
        locked.Decorate<IOrders>(static (inner, locks) => inner is LockedOrders ? inner : new LockedOrders(inner, locks));
        locked.DecorateOpen(typeof(IRepository<>), typeof(LockedRepository<>), "DecorateWithOpenLockedRepository");
        return locked;
    }

    [Fact(Timeout = 60_000)]
    public void Every_registered_service_is_decorated()
    {
        _services.AddScoped<IOrders, Orders>().AddKeyedSingleton<IOrders, OtherOrders>("eu").AddSingleton(typeof(IRepository<>), typeof(Repository<>));
        DecorateAll().Verify();

        using var container = _services.BuildServiceProvider(Strict);
        using var scope = container.CreateScope();

        Assert.Equal("[1]", scope.ServiceProvider.GetRequiredService<IOrders>().Place(1));
        Assert.Equal("[other 1]", scope.ServiceProvider.GetRequiredKeyedService<IOrders>("eu").Place(1));
        Assert.Equal("[7]", scope.ServiceProvider.GetRequiredService<IRepository<int>>().Save(7));
    }

    [Fact(Timeout = 60_000)]
    public void Nothing_registered_is_no_mistake() => DecorateAll().Verify();

    [Fact(Timeout = 60_000)]
    public void Service_that_is_decorated_already_keeps_its_provider()
    {
        _services.AddSingleton<IOrders, Orders>().AddSingleton(typeof(IRepository<>), typeof(Repository<>));
        LockDecorators.Decorate<IOrders>(_services, "reports", static (inner, locks) => new LockedOrders(inner, locks), "DecorateWithLockedOrders");
        LockDecorators.DecorateOpen(_services, "reports", typeof(IRepository<>), typeof(LockedRepository<>), "DecorateWithOpenLockedRepository");
        DecorateAll();
        DecorateAll().Verify();

        using var container = _services.BuildServiceProvider(Strict);
        var reports = container.GetRequiredKeyedService<IDistributedLockProvider>("reports");

        Assert.Equal("[1]", container.GetRequiredService<IOrders>().Place(1));
        Assert.Same(reports, ((LockedOrders)container.GetRequiredService<IOrders>()).Locks);
        Assert.Same(reports, ((LockedRepository<int>)container.GetRequiredService<IRepository<int>>()).Locks);
    }

    [Fact(Timeout = 60_000)]
    public void Decorator_that_was_made_by_hand_is_not_decorated_again()
    {
        _services.AddSingleton<IOrders>(static provider => new LockedOrders(new Orders(), provider.GetRequiredService<IDistributedLockProvider>()));
        DecorateAll();

        using var container = _services.BuildServiceProvider(Strict);

        Assert.IsType<Orders>(((LockedOrders)container.GetRequiredService<IOrders>()).Inner);
    }

    [Fact(Timeout = 60_000)]
    public void Closed_generic_service_has_to_be_decorated_by_code_that_names_it()
    {
        _services.AddSingleton<IRepository<int>, Repository<int>>();

        var exception = Assert.Throws<InvalidOperationException>(() => DecorateAll());

        Assert.Contains("IRepository`1[System.Int32], whose decorator only code can name: call DecorateWithLockedRepository with its type arguments before", exception.Message, StringComparison.Ordinal);
        LockDecorators.Decorate<IRepository<int>>(_services, null, static (inner, locks) => new LockedRepository<int>(inner, locks), "DecorateWithLockedRepository");
        DecorateAll().Verify();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Registration_after_the_call_is_found_at_the_start(int registration)
    {
        _services.AddScoped<IOrders, Orders>();
        var locked = DecorateAll();
        using var instance = new OtherOrders();
        _ = registration switch
        {
            0 => _services.AddScoped<IOrders, OtherOrders>(),
            1 => _services.AddKeyedSingleton<IOrders>("eu", instance),
            2 => _services.AddSingleton(typeof(IRepository<>), typeof(Repository<>)),
            _ => _services.AddSingleton<IRepository<int>, Repository<int>>(),
        };
        using var container = _services.BuildServiceProvider();

        var exception = Assert.Throws<InvalidOperationException>(locked.Verify);

        Assert.Contains(registration < 2 ? nameof(IOrders) : "IRepository`1", exception.Message, StringComparison.Ordinal);
        Assert.Contains("would run without the locks that the interface declares", exception.Message, StringComparison.Ordinal);
        Assert.Contains("DecorateLockedServices()", exception.Message, StringComparison.Ordinal);
    }
}
