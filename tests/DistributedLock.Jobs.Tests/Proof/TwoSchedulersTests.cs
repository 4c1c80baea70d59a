using System.Collections.Concurrent;
using System.Diagnostics;
using DistributedLock.Jobs.Tests.Quartz;
using DistributedLock.TestServers;
using Quartz;

namespace DistributedLock.Jobs.Tests.Proof;

/// <summary>
/// Two schedulers with 200 firings each over 5 tenants, on each kind of store: the runs of one tenant never overlap, and each firing either ran or was
/// skipped because somebody else held its lock.
/// </summary>
public sealed class TwoSchedulersTests : QuartzTest
{
    private const int ProofLimit = 120_000;
    private const int Firings = 200;
    private const int Tenants = 5;
    private const int Workers = 4;

    private readonly ConcurrentDictionary<string, int> _inside = new();
    private int _ran;
    private int _overlaps;

    [Fact(Timeout = ProofLimit)]
    public Task On_Redis() => ShowAsync(async () =>
    {
        var server = await SharedServers.RedisAsync();
        var prefix = $"jobs-{Guid.NewGuid():n}:";
        return () => new RedisLockProvider(new RedisLockOptions { Configuration = server, KeyPrefix = prefix });
    });

    [Fact(Timeout = ProofLimit)]
    public Task On_Postgres() => ShowAsync(async () =>
    {
        var server = await SharedServers.PostgresAsync();
        var prefix = $"jobs-{Guid.NewGuid():n}:";
        return () => new PostgresAdvisoryLockProvider(new PostgresLockOptions { ConnectionString = server, KeyPrefix = prefix });
    });

    [Fact(Timeout = ProofLimit)]
    public Task On_files() => ShowAsync(() =>
    {
        var folder = Own(new TemporaryFolder()).Path;
        return Task.FromResult<Func<IDistributedLockProvider>>(() => new FileSystemLockProvider(folder));
    });

    /// <summary>Every machine has a connection and a provider of its own, as two processes have.</summary>
    private async Task ShowAsync(Func<Task<Func<IDistributedLockProvider>>> store)
    {
        var create = await store();
        Probe.Body = BodyAsync;
        var machines = new List<Machine>();
        for (var i = 0; i < 2; i++)
        {
            var locks = create();
            Own((IAsyncDisposable)locks);
            machines.Add(await StartAsync(locks, Workers));
        }

        foreach (var machine in machines)
        {
            await ScheduleAsync(machine);
        }

        var runs = new List<JobRun>();
        foreach (var machine in machines)
        {
            for (var i = 0; i < Firings; i++)
            {
                runs.Add(await machine.Runs.NextAsync(Stop));
            }
        }

        Assert.Equal(0, _overlaps);
        Assert.All(runs, static run => Assert.Equal(ExecutionOutcome.Succeeded, run.Outcome));
        Assert.Equal(2 * Firings, runs.Count);
        Assert.Equal(runs.Count(static run => !run.WasSkipped), _ran);
        Assert.True(runs.Exists(static run => run.WasSkipped), "Nothing was contended, so nothing was shown.");
        Assert.True(_ran >= Tenants, $"Only {_ran} of {runs.Count} firings ran.");
    }

    private static async Task ScheduleAsync(Machine machine)
    {
        var job = JobBuilder.Create<CountedJob>().StoreDurably().Build();
        await machine.Scheduler.AddJob(job, cancellationToken: Stop);
        for (var firing = 0; firing < Firings; firing++)
        {
            await machine.Scheduler.TriggerJob(job.Key, new JobDataMap { ["tenantId"] = firing % Tenants }, Stop);
        }
    }

    /// <summary>Counts whoever is inside for the same tenant. The name is the tenant's.</summary>
    private async Task BodyAsync(CancellationToken cancellationToken)
    {
        var tenant = CountedJob.Tenant!;
        if (_inside.AddOrUpdate(tenant, 1, static (_, inside) => inside + 1) > 1)
        {
            Interlocked.Increment(ref _overlaps);
        }

        Interlocked.Increment(ref _ran);
        var start = Stopwatch.GetTimestamp();
        do
        {
            await Task.Yield();
        }
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(2));

        _inside.AddOrUpdate(tenant, 0, static (_, inside) => inside - 1);
    }
}
