using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DistributedLock.Jobs.Tests.Hosting;

/// <summary>A service that would run without the locks of its interface stops the start of the host.</summary>
public sealed class LockedServiceTests
{
    private const int Limit = 60_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Host_starts_when_every_service_is_decorated()
    {
        using var host = NewHost(static services => services.AddScoped<ILedger, Ledger>().DecorateLockedServices());

        await host.StartAsync(Stop);
        using (var scope = host.Services.CreateScope())
        {
            Assert.IsType<LockedLedger>(scope.ServiceProvider.GetRequiredService<ILedger>());
        }

        await host.StopAsync(Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Host_with_a_service_that_was_registered_later_does_not_start_and_nothing_before_the_check_does()
    {
        var started = new StartedService();
        using var host = NewHost(services => services.AddHostedService(_ => started).DecorateLockedServices().AddScoped<ILedger, Ledger>());

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Stop));

        Assert.Contains("Hosting.ILedger would run without the locks that the interface declares", failure.Message, StringComparison.Ordinal);
        Assert.False(started.IsStarted);
    }

    [Fact(Timeout = Limit)]
    public async Task Call_after_a_late_registration_mends_it()
    {
        using var host = NewHost(static services => services.DecorateLockedServices().AddScoped<ILedger, Ledger>().DecorateLockedServices());

        await host.StartAsync(Stop);
        await host.StopAsync(Stop);
    }

    private static IHost NewHost(Action<IServiceCollection> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddDistributedLock(static locks => locks.UseInMemory());
        configure(builder.Services);
        return builder.Build();
    }
}
