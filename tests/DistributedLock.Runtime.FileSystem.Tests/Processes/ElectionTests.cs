using DistributedLock.Tests.Elections;

namespace DistributedLock.FileSystem.Tests;

/// <summary>Elections of real processes whose leaders are killed.</summary>
public sealed class ElectionTests : FileLockTest
{
    [Fact(Timeout = 180_000)]
    public async Task Leader_that_is_killed_has_exactly_one_successor_in_time_twenty_times_in_a_row()
    {
        // Files have no lease: a crash frees the lock.
        var lease = TimeSpan.FromSeconds(1);
        await using var candidates = new Candidates("files", "", Root, lease);

        await ElectionScenario.KillLeadersAsync(candidates, lease, kills: 20, losses: 0);
    }
}
