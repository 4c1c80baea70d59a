using DistributedLock.Tests.Elections;

namespace DistributedLock.Postgres.Tests;

/// <summary>Elections of real processes whose leaders are killed.</summary>
public sealed class ElectionTests : PostgresLockTest
{
    [Fact(Timeout = 180_000)]
    public async Task Leader_that_is_killed_has_exactly_one_successor_in_time_twenty_times_in_a_row()
    {
        // Advisory locks have no lease: a crash closes the connection, and the ones that wait look every second. On a busy machine a candidate may need seconds for its own connection.
        var lease = TimeSpan.FromSeconds(5);
        await using var candidates = new Candidates("postgres-advisory", NewKey(), Shared, lease);

        await ElectionScenario.KillLeadersAsync(candidates, lease, kills: 20, losses: 0, handOver: lease);
    }
}
