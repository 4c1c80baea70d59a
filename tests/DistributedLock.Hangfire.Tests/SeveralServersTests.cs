using System.Collections.Concurrent;
using DistributedLock.Hangfire.Tests.Jobs;
using Hangfire;
using Hangfire.States;

namespace DistributedLock.Hangfire.Tests;

/// <summary>Servers with storages of their own, which share nothing but the locks.</summary>
public sealed class SeveralServersTests
{
    private const int Limit = 60_000;
    private const int Servers = 2;
    private const int Workers = 4;
    private const int JobsOfEach = 200;
    private const int Tenants = 5;

    [Fact(Timeout = Limit)]
    public async Task No_two_jobs_of_one_tenant_overlap_and_every_job_that_was_not_skipped_by_rule_ran()
    {
        var folder = Directory.CreateTempSubdirectory("dl-hangfire-");
        var inside = new ConcurrentDictionary<string, int>();
        var overlaps = 0;
        try
        {
            var servers = Enumerable.Range(0, Servers).Select(_ => Start(folder.FullName, Run)).ToList();
            await Task.WhenAll(servers.SelectMany(server => Enumerable.Range(0, Workers).Select(_ => Task.Run(() => server.Server.Worker.Work()))));

            Assert.Equal(0, overlaps);
            foreach (var (server, locks) in servers)
            {
                Assert.Equal(JobsOfEach, server.Worker.Jobs.Count);
                Assert.All(server.Worker.Jobs, static job => Assert.True(job.State is SucceededState or DeletedState, job.State.Name));
                Assert.Equal(server.Worker.Jobs.Count(static job => job.State is SucceededState && job.Performances == 1), server.Probe.Runs.Count);
                Assert.All(server.Worker.Jobs.Where(static job => job.State is DeletedState), static job => Assert.Equal(0, job.Performances));
                server.Dispose();
                await locks.DisposeAsync();
            }

            Assert.True(servers.Sum(static server => server.Server.Probe.Runs.Count) >= Tenants);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        void Run(string tenant, CancellationToken cancellationToken)
        {
            if (inside.AddOrUpdate(tenant, 1, static (_, count) => count + 1) != 1)
            {
                Interlocked.Increment(ref overlaps);
            }

            Thread.Yield();
            inside.AddOrUpdate(tenant, 0, static (_, count) => count - 1);
        }
    }

    private static (HangfireServer Server, FileSystemLockProvider Locks) Start(string folder, Action<string, CancellationToken> body)
    {
        var locks = new FileSystemLockProvider(new FileSystemLockOptions { Directory = folder });
        var server = new HangfireServer(locks);
        server.Probe.Body = body;
        for (var number = 0; number < JobsOfEach; number++)
        {
            var tenant = $"tenant{number % Tenants}";
            server.Worker.Enqueue<TenantReports>(reports => reports.Build(tenant, default));
        }

        return (server, locks);
    }
}
