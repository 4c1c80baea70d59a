using DistributedLock.Generators.Tests.Harness;

namespace DistributedLock.Generators.Tests.Decorators;

/// <summary>The generated extension methods with a real container.</summary>
public class DecoratorRegistrationTests
{
    private const string Source = """
        using Microsoft.Extensions.DependencyInjection;
        using DistributedLock.Generators.Tests.Harness;
        using Shop;

        namespace Shop
        {
            public interface IOrders { [DistributedLock("order-{id}")] Task<int> PlaceAsync(int id); }
            public class Orders : IOrders { public Task<int> PlaceAsync(int id) => Task.FromResult(id); }

            public interface IRepository<T> where T : notnull { [DistributedLock("save")] void Save(T entity); }
            public class Repository<T> : IRepository<T> where T : notnull { public void Save(T entity) { } }
            public class TextRepository : Repository<string>;

            public interface ITexts : IRepository<string>;
            public class Texts : Repository<string>, ITexts;

            public static partial class Outer<T>
            {
                public interface IJob { [DistributedLock("job")] void Run(); }
                public class Job : IJob { public void Run() { } }
            }
        }

        public class Service
        {
            private readonly ServiceProvider _services;

            public Service(RecordingProvider locks)
            {
                var services = new ServiceCollection();
                services.AddSingleton<IDistributedLockProvider>(locks);
                services.AddKeyedSingleton<IDistributedLockProvider>("other", locks);
                services.AddScoped<IOrders, Orders>().DecorateWithLockedOrders();
                services.AddSingleton<IRepository<string>, TextRepository>().DecorateWithLockedRepository<string>();
                services.AddSingleton(typeof(IRepository<>), typeof(Repository<>)).DecorateWithOpenLockedRepository("other");
                services.AddSingleton<ITexts, Texts>().DecorateWithLockedTexts();
                services.AddTransient<Outer<int>.IJob, Outer<int>.Job>().DecorateWithOuterLockedJob<int>();
                _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
            }

            public async Task<int> PlaceFoundAsync(int id)
            {
                var services = new ServiceCollection();
                services.AddSingleton(_services.GetRequiredService<IDistributedLockProvider>());
                services.AddScoped<IOrders, Orders>().AddSingleton(typeof(IRepository<>), typeof(Repository<>));
                Sources.LockedServicesServiceCollectionExtensions.DecorateLockedServices(services);
                await using var container = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
                await using var scope = container.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<IRepository<int>>().Save(1);
                return await scope.ServiceProvider.GetRequiredService<IOrders>().PlaceAsync(id);
            }

            public async Task<int> PlaceAsync(int id)
            {
                await using var scope = _services.CreateAsyncScope();
                return await scope.ServiceProvider.GetRequiredService<IOrders>().PlaceAsync(id);
            }

            public void SaveText() => _services.GetRequiredService<IRepository<string>>().Save("x");
            public void SaveNumber() => _services.GetRequiredService<IRepository<int>>().Save(1);
            public void SaveTexts() => _services.GetRequiredService<ITexts>().Save("x");
            public void Run() => _services.GetRequiredService<Outer<int>.IJob>().Run();
        }
        """;

    private readonly RecordingProvider _provider = new();
    private readonly dynamic _service;

    public DecoratorRegistrationTests() => _service = Service.Create(Source, _provider);

    [Fact(Timeout = 60_000)]
    public async Task Registered_service_takes_its_lock()
    {
        Assert.Equal(7, await (Task<int>)_service.PlaceAsync(7));
        Assert.Equal(["acquire order-7", "release order-7"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task All_registered_services_are_decorated_by_one_call()
    {
        Assert.Equal(7, await (Task<int>)_service.PlaceFoundAsync(7));
        Assert.Equal(["acquire save", "release save", "acquire order-7", "release order-7"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public void Closed_and_open_generic_services_take_their_locks()
    {
        _service.SaveText();
        _service.SaveNumber();

        Assert.Equal(["acquire save", "release save", "acquire save", "release save"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public void Service_that_only_inherits_its_lock_takes_it()
    {
        _service.SaveTexts();

        Assert.Equal(["acquire save", "release save"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public void Service_of_a_nested_interface_takes_its_lock()
    {
        _service.Run();

        Assert.Equal(["acquire job", "release job"], _provider.Events);
    }
}
