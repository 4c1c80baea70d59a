using DistributedLock.Jobs.Tests.Quartz;
using DistributedLock.Jobs.Tests.Quartz.Jobs;
using DistributedLock.TestServers;

namespace DistributedLock.Jobs.Tests.Proof;

/// <summary>A job that is kept out does not occupy a worker: on a machine with one worker, the next job runs while the first lock is still held elsewhere.</summary>
public sealed class ContendedWorkerTests : QuartzTest
{
    [Fact(Timeout = Limit)]
    public async Task On_Redis()
    {
        var server = await SharedServers.RedisAsync();
        var prefix = $"jobs-{Guid.NewGuid():n}:";
        await ShowAsync(() => new RedisLockProvider(new RedisLockOptions { Configuration = server, KeyPrefix = prefix }));
    }

    [Fact(Timeout = Limit)]
    public async Task On_Postgres()
    {
        var server = await SharedServers.PostgresAsync();
        var prefix = $"jobs-{Guid.NewGuid():n}:";
        await ShowAsync(() => new PostgresAdvisoryLockProvider(new PostgresLockOptions { ConnectionString = server, KeyPrefix = prefix }));
    }

    private async Task ShowAsync<TProvider>(Func<TProvider> create)
        where TProvider : IDistributedLockProvider, IAsyncDisposable
    {
        var elsewhere = Own(create());
        await using var held = await elsewhere.AcquireAsync("tenant-a", TimeSpan.Zero, Stop);
        var machine = await StartAsync(Own(create()), workers: 1);
        await machine.FireAsync<LaterJob>(("tenantId", "free"), ("page", 1));
        await machine.Runs.NextAsync(Stop);

        for (var i = 0; i < 20; i++)
        {
            await machine.FireAsync<TenantJob>(("tenantId", "a"));
        }

        await machine.FireAsync<TenantJob>(("tenantId", "b"));
        var runs = new List<JobRun>();
        for (var i = 0; i < 21; i++)
        {
            runs.Add(await machine.Runs.NextAsync(Stop));
        }

        Assert.Equal(20, runs.Count(static run => run.WasSkipped));
        Assert.Equal(["later free 1", "tenant"], Probe.Ran);
        Assert.False(held.LostToken.IsCancellationRequested);
    }
}
