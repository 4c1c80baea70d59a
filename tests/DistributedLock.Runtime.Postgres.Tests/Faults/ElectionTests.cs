using DistributedLock.Tests.Elections;

namespace DistributedLock.Postgres.Tests;

/// <summary>Elections of real processes whose leaders are killed.</summary>
public sealed class ElectionTests : PostgresLockTest
{
    [Fact(Timeout = 180_000)]
    public async Task Leader_that_is_killed_has_exactly_one_successor_in_time_twenty_times_in_a_row()
    {
        // Advisory locks have no lease: a crash closes the connection, and the ones that wait look every second. A candidate that is first in line may need a second for its own connection.
        await KillLeadersAsync("postgres-advisory", lease: TimeSpan.FromSeconds(2), kills: 20, losses: 0);
    }

    [Fact(Timeout = 180_000)]
    public async Task Leader_with_a_row_in_the_lease_table_that_is_killed_has_exactly_one_successor_in_time()
    {
        await KillLeadersAsync("postgres-lease", lease: TimeSpan.FromSeconds(2), kills: 10, losses: 2);
    }

    private async Task KillLeadersAsync(string backend, TimeSpan lease, int kills, int losses)
    {
        await using var candidates = new Candidates(backend, NewKey(), Shared, lease);
        await ElectionScenario.KillLeadersAsync(candidates, lease, kills, losses);
    }
}
