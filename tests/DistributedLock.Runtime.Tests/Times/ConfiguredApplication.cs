using DistributedLock.CompilerServices;
using DistributedLock.Runtime.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DistributedLock.Runtime.Tests.Times;

/// <summary>An application with configured times, as far as its container is concerned; its store grants what it is asked for, and remembers it.</summary>
internal sealed class ConfiguredApplication : IAsyncDisposable
{
    private readonly ServiceProvider _container;

    public ConfiguredApplication(ChangingSettings? settings, Action<LockTimeOptions>? code = null, Action<IServiceCollection>? services = null)
    {
        Settings = settings ?? new ChangingSettings();
        var registrations = new ServiceCollection();
        registrations.AddSingleton<ILoggerFactory>(new OneLogger(Log));
        if (settings is not null)
        {
            registrations.AddSingleton<IConfiguration>(new ConfigurationBuilder().Add(Settings).Build());
        }

        registrations.AddDistributedLock(locks => locks.Use(_ => Store).ConfigureTimes(code ?? (static _ => { })));
        services?.Invoke(registrations);
        _container = registrations.BuildServiceProvider();
    }

    public ChangingSettings Settings { get; }

    public RecordingProvider Store { get; } = new();

    public RecordingLogger Log { get; } = new();

    public IServiceProvider Services => _container;

    public IDistributedLockProvider Locks => _container.GetRequiredService<IDistributedLockProvider>();

    public IReadOnlyList<(LogLevel Level, int Id, string Message, Exception? Exception)> LoggedTimes => [.. Log.Entries.Where(static entry => entry.Id is >= 40 and < 50)];

    /// <summary>Declares a lock as an endpoint does.</summary>
    public void Declare(LockDefinition definition) => _container.GetRequiredService<DeclaredLocks>().Add(definition);

    /// <summary>What a host does with it.</summary>
    public async Task StartAsync()
    {
        var hosted = _container.GetServices<IHostedService>().ToList();
        foreach (var service in hosted.OfType<IHostedLifecycleService>())
        {
            await service.StartingAsync(TestContext.Current.CancellationToken);
        }

        foreach (var service in hosted)
        {
            await service.StartAsync(TestContext.Current.CancellationToken);
        }

        foreach (var service in hosted.OfType<IHostedLifecycleService>())
        {
            await service.StartedAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Takes a lock and frees it.</summary>
    /// <returns>What the store was asked for.</returns>
    public async Task<LockRequest> TakeAsync(LockRequest request)
    {
        await using (await Locks.AcquireAsync(request with { TrackFlow = false }, TestContext.Current.CancellationToken))
        {
            return Store.Requests.Last();
        }
    }

    /// <summary>The same for a store that may refuse.</summary>
    public async Task<LockRequest> TakeOrNullAsync(LockDefinition definition)
    {
        await ((await Locks.TryAcquireAsync(definition.CreateRequest("k"), TestContext.Current.CancellationToken))?.DisposeAsync() ?? default);
        return Store.Requests.Last();
    }

    public Task<LockRequest> TakeAsync(LockDefinition definition) => TakeAsync(definition.CreateRequest("k"));

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
