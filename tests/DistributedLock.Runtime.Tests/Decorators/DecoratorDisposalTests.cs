using DistributedLock.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace DistributedLock.Runtime.Tests.Decorators;

/// <summary>Who disposes what, in a real container: the service behind a decorator once, by whom it belongs to.</summary>
public class DecoratorDisposalTests
{
    private static readonly ServiceProviderOptions Strict = new() { ValidateOnBuild = true, ValidateScopes = true };

    private readonly ServiceCollection _services = [];

    public DecoratorDisposalTests() => _services.AddDistributedLock(static locks => locks.UseInMemory());

    private IServiceCollection Decorate() =>
        LockDecorators.Decorate<IOrders>(_services, null, static (inner, locks) => new LockedOrders(inner, locks), "DecorateWithLockedOrders");

    private IServiceCollection DecorateSession() =>
        LockDecorators.Decorate<ISession>(_services, null, static (inner, locks) => new LockedSession(inner, locks), "DecorateWithLockedSession");

    [Theory(Timeout = 60_000)]
    [InlineData(ServiceLifetime.Singleton, false)]
    [InlineData(ServiceLifetime.Scoped, false)]
    [InlineData(ServiceLifetime.Transient, false)]
    [InlineData(ServiceLifetime.Singleton, true)]
    [InlineData(ServiceLifetime.Scoped, true)]
    [InlineData(ServiceLifetime.Transient, true)]
    public async Task Service_behind_is_disposed_once_with_its_scope(ServiceLifetime lifetime, bool isFactory)
    {
        _services.Add(isFactory
            ? ServiceDescriptor.Describe(typeof(IOrders), static _ => new Orders(), lifetime)
            : ServiceDescriptor.Describe(typeof(IOrders), typeof(Orders), lifetime));
        Decorate();

        Orders inner;
        await using (var container = _services.BuildServiceProvider(Strict))
        {
            await using (var scope = container.CreateAsyncScope())
            {
                inner = (Orders)((LockedOrders)scope.ServiceProvider.GetRequiredService<IOrders>()).Inner;
                Assert.Equal(0, inner.Disposals);
            }

            Assert.Equal(lifetime == ServiceLifetime.Singleton ? 0 : 1, inner.Disposals);
        }

        Assert.Equal(1, inner.Disposals);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Asynchronously_disposable_service_is_disposed_once(bool isFactory)
    {
        _ = isFactory ? _services.AddScoped<IOrders>(static _ => new AsyncOrders()) : _services.AddScoped<IOrders, AsyncOrders>();
        Decorate();

        await using var container = _services.BuildServiceProvider(Strict);
        AsyncOrders inner;
        await using (var scope = container.CreateAsyncScope())
        {
            inner = (AsyncOrders)((LockedOrders)scope.ServiceProvider.GetRequiredService<IOrders>()).Inner;
        }

        Assert.Equal(1, inner.Disposals);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public void Asynchronously_disposable_service_cannot_be_disposed_synchronously_as_without_a_decorator(bool isFactory)
    {
        _ = isFactory ? _services.AddScoped<IOrders>(static _ => new AsyncOrders()) : _services.AddScoped<IOrders, AsyncOrders>();
        Decorate();

        using var container = _services.BuildServiceProvider(Strict);
        var scope = container.CreateScope();
        scope.ServiceProvider.GetRequiredService<IOrders>();

        Assert.Contains("AsyncOrders", Assert.Throws<InvalidOperationException>(scope.Dispose).Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public void Decorator_of_a_disposable_contract_passes_the_one_disposal_on(bool isFactory)
    {
        _ = isFactory ? _services.AddScoped<ISession>(static _ => new Session()) : _services.AddScoped<ISession, Session>();
        DecorateSession();

        using var container = _services.BuildServiceProvider(Strict);
        ISession inner;
        using (var scope = container.CreateScope())
        {
            inner = ((LockedSession)scope.ServiceProvider.GetRequiredService<ISession>()).Inner;
        }

        Assert.Equal(1, inner.Disposals);
    }

    [Fact(Timeout = 60_000)]
    public void Instance_is_decorated_and_left_to_its_owner()
    {
        using var orders = new Orders();
        _services.AddSingleton<IOrders>(orders);
        Decorate();

        using (var container = _services.BuildServiceProvider(Strict))
        {
            Assert.Same(orders, ((LockedOrders)container.GetRequiredService<IOrders>()).Inner);
        }

        Assert.Equal(0, orders.Disposals);
    }

    [Fact(Timeout = 60_000)]
    public void Instance_of_a_disposable_contract_is_refused()
    {
        _services.AddSingleton<ISession>(new Session());

        Assert.Contains("disposed by who made it", Assert.Throws<InvalidOperationException>(DecorateSession).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Service_is_disposed_before_the_lock_provider()
    {
        var order = new List<string>();
        _services.Clear();
        _services.AddSingleton<IDistributedLockProvider>(_ => new Ending(() => order.Add("provider")));
        _services.AddSingleton<IOrders>(_ => new EndingOrders(() => order.Add("service")));
        Decorate();

        using (var container = _services.BuildServiceProvider(Strict))
        {
            container.GetRequiredService<IOrders>();
        }

        Assert.Equal(["service", "provider"], order);
    }

    private sealed class EndingOrders(Action ended) : IOrders, IDisposable
    {
        public string Place(int id) => string.Empty;

        public void Dispose() => ended();
    }

    private sealed class Ending(Action ended) : IDistributedLockProvider, IDisposable
    {
        public void Dispose() => ended();

        public ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default) => default;

        public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) => null;
    }
}
