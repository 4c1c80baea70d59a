using DistributedLock.Tests.Outages;

namespace DistributedLock.Redis.Tests;

/// <summary>A server that dies and comes back, as an application with a container sees it.</summary>
public sealed class OutageTests : FaultTest
{
    protected override bool IsPersistent => true;

    [Fact(Timeout = 2 * Limit)]
    public Task Acquisitions_fail_at_once_while_the_server_is_down_and_what_is_held_stays() =>
        OutageScenario.RunAsync(Server, locks => locks.UseRedis(Server.ConnectionString + ",connectTimeout=3000,keepAlive=1"), Stop);
}
