using DistributedLock.Runtime.Tests.Leases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace DistributedLock.Runtime.Tests.Health;

/// <summary>An application with health checks, and what they say.</summary>
public abstract class HealthTest : IAsyncDisposable
{
    /// <summary>Ends a test that takes too long.</summary>
    protected const int Limit = 30_000;

    private readonly Lazy<ServiceProvider> _container;

    private protected HealthTest()
    {
        Services.AddLogging();
        _container = new Lazy<ServiceProvider>(Services.BuildServiceProvider);
    }

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected ServiceCollection Services { get; } = new();

    private protected LeaseBench Bench { get; } = new();

    private protected IDistributedLockProvider Locks => _container.Value.GetRequiredService<IDistributedLockProvider>();

    public async ValueTask DisposeAsync()
    {
        await _container.Value.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The only check's result.</summary>
    protected async Task<HealthReportEntry> CheckAsync()
    {
        var report = await _container.Value.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop);
        return Assert.Single(report.Entries).Value;
    }

    /// <summary>What an entry says of one provider.</summary>
    protected static IReadOnlyDictionary<string, object> Of(HealthReportEntry entry, string provider = "(default)") =>
        (IReadOnlyDictionary<string, object>)entry.Data[provider];
}
