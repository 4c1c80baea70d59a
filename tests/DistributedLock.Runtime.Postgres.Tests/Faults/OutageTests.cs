using DistributedLock.Tests.Outages;
using DistributedLock.TestServers;

namespace DistributedLock.Postgres.Tests;

/// <summary>A server that dies and comes back, as an application with a container sees it.</summary>
public sealed class OutageTests : PostgresLockTest
{
    [Fact(Timeout = Limit)]
    public async Task Acquisitions_fail_at_once_while_the_server_is_down_and_what_is_held_stays()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);

        await OutageScenario.RunAsync(
            server, locks => locks.UsePostgres(server.ConnectionString, static options => options.Strategy = PostgresLockStrategy.LeaseTable), Stop);
    }
}
