using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace DistributedLock.AspNetCore.Tests.Hosting;

/// <summary>An application on a real Kestrel, on a free port of the loopback interface.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestApp(WebApplication app, LogCollector logs)
    {
        _app = app;
        Logs = logs;
        Client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
    }

    public LogCollector Logs { get; }

    public HttpClient Client { get; }

    public Uri Address => new(_app.Urls.Single());

    public IServiceProvider Services => _app.Services;

    /// <param name="provider">The provider of the locks; <see langword="null"/> for none.</param>
    /// <param name="map">Maps the endpoints.</param>
    /// <param name="services">Adds services.</param>
    /// <param name="locked">Whether the services that lock endpoints are registered.</param>
    public static async Task<TestApp> StartAsync(
        IDistributedLockProvider? provider, Action<WebApplication> map, Action<IServiceCollection>? services = null, bool locked = true)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(TestApp).Assembly.GetName().Name });
        builder.WebHost.UseKestrel(static kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port: 0));
        var logs = new LogCollector();
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
        if (provider is not null)
        {
            builder.Services.AddDistributedLock(locks => locks.Use(_ => provider));
        }

        if (locked)
        {
            builder.Services.AddDistributedLockEndpoints();
        }

        services?.Invoke(builder.Services);
        var app = builder.Build();
        try
        {
            map(app);
            await app.StartAsync(TestContext.Current.CancellationToken);
            return new TestApp(app, logs);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }
}
