using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Decorators;

/// <summary>Services that are registered without the decorator that takes their locks.</summary>
public class ServiceRegistrationTests
{
    private const string Rule = "DLK0015";

    private const string Contracts = """

        public interface IOrders { [DistributedLock("order-{id}")] void Place(int id); }
        public interface IMore : IOrders;
        public interface IRepository<T> { [DistributedLock("save")] void Save(T entity); }
        public interface IPlain { void Run(); }
        public class Orders : IMore, IPlain { public void Place(int id) { } public void Run() { } }
        public class Repository<T> : IRepository<T> { public void Save(T entity) { } }
        """;

    [Theory(Timeout = 60_000)]
    [InlineData("services.[|AddScoped<IOrders, Orders>|]();")]
    [InlineData("services.[|AddSingleton<IOrders>|](new Orders());")]
    [InlineData("services.[|AddTransient<IOrders>|](_ => new Orders());")]
    [InlineData("services.[|AddKeyedScoped<IOrders, Orders>|](\"eu\");")]
    [InlineData("services.[|TryAddScoped<IOrders, Orders>|]();")]
    [InlineData("services.[|AddScoped|](typeof(IOrders), typeof(Orders));")]
    [InlineData("services.Add(ServiceDescriptor.[|Scoped<IOrders, Orders>|]());")]
    [InlineData("services.[|AddScoped<IMore, Orders>|]();")]
    [InlineData("services.[|AddScoped<IRepository<int>, Repository<int>>|]();")]
    [InlineData("services.[|AddScoped|](typeof(IRepository<>), typeof(Repository<>));")]
    [InlineData("services.[|AddScoped<IMore, Orders>|](); services.AddScoped<IOrders, Orders>().DecorateWithLockedOrders();")]
    [InlineData("services.[|AddScoped<IOrders, Orders>|](); services.[|AddSingleton<IOrders, Orders>|]();")]
    public Task Registration_without_a_decorator_is_reported(string statements) => Check.ReportsAsync(Rule, Code(statements));

    [Theory(Timeout = 60_000)]
    [InlineData("services.AddScoped<IOrders, Orders>().DecorateWithLockedOrders();")]
    [InlineData("services.AddScoped<IOrders, Orders>(); Later(services); static void Later(IServiceCollection services) => services.DecorateWithLockedOrders(\"reports\");")]
    [InlineData("services.AddScoped<IOrders, Orders>(); Func<string?, IServiceCollection> later = services.DecorateWithLockedOrders;")]
    [InlineData("services.AddScoped<IOrders, Orders>().AddScoped(typeof(IRepository<>), typeof(Repository<>)); Test.LockedServicesServiceCollectionExtensions.DecorateLockedServices(services);")]
    [InlineData("services.AddScoped(typeof(IRepository<>), typeof(Repository<>)).DecorateWithOpenLockedRepository();")]
    [InlineData("services.AddScoped<IRepository<int>, Repository<int>>().DecorateWithLockedRepository<int>();")]
    [InlineData("services.AddScoped<IOrders>(provider => new LockedOrders(new Orders(), provider.GetRequiredService<IDistributedLockProvider>()));")]
    [InlineData("services.AddScoped<IPlain, Orders>().AddScoped<Orders>().AddScoped<List<IOrders>>();")]
    [InlineData("services.AddScoped<IPlain>(provider => (IPlain)provider.GetRequiredService<IOrders>());")]
    public Task Service_that_is_decorated_or_has_no_locks_is_right(string statements) => Check.SilentAsync(Rule, Code(statements));

    [Fact(Timeout = 60_000)]
    public Task Interface_whose_decorator_is_not_written_is_told_where_it_is_declared() => Check.SilentAsync(Rule, new TestCode("""
        using Microsoft.Extensions.DependencyInjection;

        public interface IOrders { [DistributedLock("order-{missing}")] void Place(int id); }
        public class Orders : IOrders { public void Place(int id) { } }
        public static class Registration { public static void Add(IServiceCollection services) => services.AddScoped<IOrders, Orders>(); }
        """) { OtherReferences = References.Container });

    private static TestCode Code(string statements) => new($$"""
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.DependencyInjection.Extensions;

        public static class Registration
        {
            public static void Add(IServiceCollection services)
            {
                {{statements}}
            }
        }

        {{Contracts}}
        """)
    { OtherReferences = References.Container };
}
