using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DistributedLock.Hangfire.Tests;

/// <summary>What is missing stops the start of the host, not the first job. Alone, because Hangfire's configuration is the process's.</summary>
[Collection(nameof(StartUpTests))]
[CollectionDefinition(nameof(StartUpTests), DisableParallelization = true)]
public sealed class StartUpTests : IDisposable
{
    private const int Limit = 30_000;

    private readonly HostApplicationBuilder _builder = Host.CreateEmptyApplicationBuilder(null);

    public void Dispose()
    {
        foreach (var filter in GlobalJobFilters.Filters.Select(static filter => filter.Instance).Where(static filter => filter is not AutomaticRetryAttribute).ToList())
        {
            GlobalJobFilters.Filters.Remove(filter);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Filter_that_nobody_installed_stops_the_start_and_the_job_classes_are_named()
    {
        _builder.Services.AddLockedJobs();
        AddHangfire(static (_, _) => { });
        using var host = _builder.Build();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("UseDistributedLock", exception.Message, StringComparison.Ordinal);
        Assert.Contains("DistributedLock.Hangfire.Tests.Jobs.TenantReports", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Provider_that_is_not_registered_stops_the_start()
    {
        _builder.Services.AddLockedJobs();
        AddHangfire(static (services, configuration) => configuration.UseDistributedLock(services));
        using var host = _builder.Build();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("AddDistributedLock", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Installed_filter_with_its_provider_lets_the_host_start()
    {
        _builder.Services.AddLockedJobs().AddDistributedLock(static locks => locks.UseInMemory());
        AddHangfire(static (services, configuration) => configuration.UseDistributedLock(services));
        using var host = _builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>As Hangfire's package for containers does it: the configuration is made when it is asked for.</summary>
    private void AddHangfire(Action<IServiceProvider, IGlobalConfiguration> configure) => _builder.Services.AddSingleton(services =>
    {
        configure(services, GlobalConfiguration.Configuration);
        return GlobalConfiguration.Configuration;
    });
}
