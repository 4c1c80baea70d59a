using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace DistributedLock.Jobs.Tests.Hosting;

/// <summary>A lock provider that is missing stops the start of the host, not the first job.</summary>
public sealed class StartUpTests
{
    private const int Limit = 60_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Host_without_any_provider_does_not_start_and_says_what_to_register()
    {
        using var host = NewHost(static _ => { });

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Stop));

        Assert.Contains("Quartz.Jobs.TenantJob", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Coravel.Jobs.ImportJob", failure.Message, StringComparison.Ordinal);
        Assert.Contains(" expect IDistributedLockProvider: call services.AddDistributedLock(locks => ...)", failure.Message, StringComparison.Ordinal);
        Assert.Contains(
            "DistributedLock.Jobs.Tests.Hosting.NightlyJob expects IDistributedLockProvider with the key 'reports': call services.AddDistributedLock(\"reports\", locks => ...)",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Host_that_lacks_only_the_named_provider_does_not_start()
    {
        using var host = NewHost(static services => services.AddDistributedLock(static locks => locks.UseInMemory()));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Stop));

        Assert.Contains("NightlyJob", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("TenantJob", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Check_comes_before_a_scheduler_that_was_registered_first()
    {
        var started = new StartedService();
        using var host = NewHost(services => services.AddHostedService(_ => started));

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Stop));

        Assert.False(started.IsStarted);
    }

    [Fact(Timeout = Limit)]
    public async Task Host_with_all_providers_starts()
    {
        using var host = NewHost(static services =>
        {
            services.AddDistributedLock(static locks => locks.UseInMemory());
            services.AddDistributedLock("reports", static locks => locks.UseInMemory());
        });

        await host.StartAsync(Stop);
        await host.StopAsync(Stop);
    }

    private static IHost NewHost(Action<IServiceCollection> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        configure(builder.Services);
        builder.Services.AddQuartz();
        builder.Services.AddQuartzHostedService();
        builder.Services.AddLockedJobs();
        return builder.Build();
    }
}
