using System.Net;
using DistributedLock.Jobs.Tests.Quartz;
using DistributedLock.Jobs.Tests.Quartz.Jobs;
using DistributedLock.Jobs.Tests.Scaffolding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DistributedLock.Jobs.Tests;

/// <summary>A class of jobs, an endpoint and a hosted service, each with a declaration of its own of one and the same lock.</summary>
public sealed partial class OneLockForAllTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Job_endpoint_and_hosted_service_exclude_each_other()
    {
        await using var locks = new InMemoryLockProvider();
        var probe = new JobProbe();
        await using var machine = await Machine.StartAsync(locks, probe);
        await using var app = await StartAppAsync(locks, probe);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var service = app.Services.GetRequiredService<TenantService>();

        var duringJob = new Gate();
        probe.Body = duringJob.PassAsync;
        await machine.FireAsync<TenantJob>(("tenantId", "a"));
        await duringJob.Entered.WaitAsync(Stop);
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(client, "a"));
        Assert.False(await service.TickAsync("a"));
        duringJob.Open();
        Assert.False((await machine.Runs.NextAsync(Stop)).WasSkipped);

        var duringRequest = new Gate();
        probe.Body = duringRequest.PassAsync;
        var request = PostAsync(client, "a");
        await duringRequest.Entered.WaitAsync(Stop);
        Assert.True((await machine.RunAsync<TenantJob>(Stop, ("tenantId", "a"))).WasSkipped);
        Assert.False(await service.TickAsync("a"));
        duringRequest.Open();
        Assert.Equal(HttpStatusCode.OK, await request);

        var duringService = new Gate();
        probe.Body = duringService.PassAsync;
        var tick = service.TickAsync("a");
        await duringService.Entered.WaitAsync(Stop);
        Assert.True((await machine.RunAsync<TenantJob>(Stop, ("tenantId", "a"))).WasSkipped);
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(client, "a"));

        // Another tenant is another lock.
        probe.Body = static _ => Task.CompletedTask;
        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, "b"));
        duringService.Open();
        Assert.True(await tick);

        Assert.Equal(["tenant", "request", "service", "request"], probe.Ran);
    }

    private static async Task<WebApplication> StartAppAsync(IDistributedLockProvider locks, JobProbe probe)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, port: 0));
        builder.Services.AddSingleton(locks);
        builder.Services.AddSingleton(probe);
        builder.Services.AddDistributedLockEndpoints();
        builder.Services.AddSingleton<TenantService>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<TenantService>());
        var app = builder.Build();
        app.MapPost("/tenants/{tenantId}", async (string tenantId, CancellationToken cancellationToken) => await probe.RunAsync("request", cancellationToken))
            .WithDistributedLock("tenant-{tenantId}", static options => options.Timeout = TimeSpan.Zero);
        await app.StartAsync(Stop);
        return app;
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string tenantId)
    {
        using var answer = await client.PostAsync(new Uri($"/tenants/{tenantId}", UriKind.Relative), content: null, Stop);
        return answer.StatusCode;
    }

    private sealed partial class TenantService(IDistributedLockProvider locks, JobProbe probe) : BackgroundService
    {
        private readonly CancellationTokenSource _stopping = new();

        /// <summary>What the service does by its clock; here, the test is the clock.</summary>
        /// <returns>Whether it ran.</returns>
        public async Task<bool> TickAsync(string tenantId) => (await WorkAsync(tenantId, _stopping.Token)).Ran;

        public override void Dispose()
        {
            base.Dispose();
            _stopping.Dispose();
        }

        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            stoppingToken.Register(_stopping.Cancel);
            return Task.CompletedTask;
        }

        [DistributedLock("tenant-{tenantId}", TimeoutSeconds = 0, OnContention = Contention.Skip)]
        private partial Task<LockResult> WorkAsync(string tenantId, CancellationToken cancellationToken);

        private Task WorkCoreAsync(string tenantId, CancellationToken cancellationToken) => probe.RunAsync("service", cancellationToken);
    }
}
