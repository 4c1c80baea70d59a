using DistributedLock.Testing;
using DistributedLock.TestServers;

namespace DistributedLock.Postgres.Tests;

/// <summary>Whoever reads the server's log finds nothing of ours in it, neither warnings (as of unlocking what is not held) nor errors.</summary>
public sealed class ServerLogTests : PostgresLockTest
{
    private static readonly string[] Busy =
        ["Hundred_tasks", "Readers_and_writers", "Many_keys", "writer", "races", "canceled", "timed_out", "Disposal", "Dispose", "collected", "permit"];

    [Theory(Timeout = 300_000)]
    [InlineData(PostgresLockStrategy.Advisory)]
    [InlineData(PostgresLockStrategy.LeaseTable)]
    public async Task Busy_cases_of_the_suite_leave_no_warning_and_no_lock(PostgresLockStrategy strategy)
    {
        await using var server = await PostgresServer.StartAsync(new() { MaxConnections = 300 }, Stop);
        LockConformanceFixture fixture = strategy == PostgresLockStrategy.Advisory
            ? new AdvisoryFixture(server.ConnectionString)
            : new LeaseFixture(server.ConnectionString);

        // Without the cases that end a connection or a process on purpose: of those the server may speak.
        var cases = LockConformance.CasesFor(fixture.Capabilities & ~(LockCapabilities.ProcessCrash | LockCapabilities.OutsideLoss))
            .Where(one => Array.Exists(Busy, part => one.Name.Contains(part, StringComparison.OrdinalIgnoreCase))).ToArray();
        Assert.True(cases.Length > 20);

        foreach (var conformanceCase in cases)
        {
            await conformanceCase.RunAsync(fixture, Stop);
        }

        foreach (var severity in new[] { "WARNING:", "ERROR:", "FATAL:", "PANIC:" })
        {
            Assert.DoesNotContain(severity, server.LogSinceReady, StringComparison.Ordinal);
        }

        await EventuallyAsync(
            async () => await QueryAsync<long>(server.ConnectionString, "select count(*) from pg_locks where locktype = 'advisory'") == 0, "no lock is left");
    }
}
