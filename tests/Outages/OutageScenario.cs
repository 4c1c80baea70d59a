using DistributedLock.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistributedLock.Tests.Outages;

/// <summary>A server that dies while an application uses it, and comes back with its data: what acquisitions, what is held, and the health check make of it.</summary>
internal static class OutageScenario
{
    /// <summary>Longer than the outage, by far.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(TestServer server, Action<DistributedLockBuilder> use, CancellationToken stop)
    {
        var services = new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)).AddDistributedLock(locks =>
        {
            use(locks);
            locks.ConfigureFailFast(static failFast =>
            {
                failFast.OpenAfter = TimeSpan.FromSeconds(1);
                failFast.RetryAfter = TimeSpan.FromSeconds(1);
            });
        });
        services.AddHealthChecks().AddDistributedLock(timeout: TimeSpan.FromSeconds(20));
        await using var container = services.BuildServiceProvider();
        var locks = container.GetRequiredService<IDistributedLockProvider>();
        var handle = await locks.AcquireAsync(Request("held"), stop);
        await HealthIsAsync(HealthStatus.Healthy, "closed");

        server.Kill();
        await EventuallyAsync(async () => await Record.ExceptionAsync(() => TakeAndFreeAsync("k")) is LockCircuitOpenException, "acquisitions fail at once");
        var refused = await Assert.ThrowsAnyAsync<LockBackendException>(() => TakeAndFreeAsync("k"));
        Assert.NotNull(refused.InnerException);
        await HealthIsAsync(HealthStatus.Unhealthy, "open");

        await server.StartAgainAsync(stop);
        await EventuallyAsync(async () => await Record.ExceptionAsync(() => TakeAndFreeAsync("k")) is null, "acquisitions go through again");
        await HealthIsAsync(HealthStatus.Healthy, "closed");
        Assert.False(handle.LostToken.IsCancellationRequested);
        await Assert.ThrowsAsync<LockNotAcquiredException>(() => TakeAndFreeAsync("held"));
        Assert.True(await handle.ExtendAsync(Lease, stop));
        await handle.DisposeAsync();
        await TakeAndFreeAsync("held");

        static LockRequest Request(string key) => new(key) { Timeout = TimeSpan.Zero, Lease = Lease, TrackFlow = false };

        async Task TakeAndFreeAsync(string key)
        {
            await using var taken = await locks.AcquireAsync(Request(key), stop);
        }

        Task HealthIsAsync(HealthStatus status, string circuit) => EventuallyAsync(
            async () =>
            {
                var report = await container.GetRequiredService<HealthCheckService>().CheckHealthAsync(stop);
                var data = (IReadOnlyDictionary<string, object>)report.Entries["distributedlock"].Data["(default)"];
                return report.Status == status && circuit.Equals(data["circuit"]);
            },
            $"the health is {status}, and the circuit {circuit}");

        async Task EventuallyAsync(Func<Task<bool>> condition, string what)
        {
            var patience = DateTime.UtcNow.AddSeconds(60);
            while (!await condition())
            {
                Assert.True(DateTime.UtcNow < patience, $"This did not become true in time: {what}.");
                await Task.Delay(10, stop);
            }
        }
    }
}
