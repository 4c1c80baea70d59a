using DistributedLock.Tests.Elections;
using DistributedLock.TestServers;

namespace DistributedLock.Redis.Tests;

/// <summary>Elections of real processes whose leaders are killed, or frozen.</summary>
public sealed class ElectionTests : RedisTest
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    [Fact(Timeout = 180_000)]
    public async Task Leader_that_is_killed_has_exactly_one_successor_in_time_twenty_times_in_a_row()
    {
        await using var candidates = new Candidates("redis", Prefix, await SharedServers.RedisAsync(), Lease);

        await ElectionScenario.KillLeadersAsync(candidates, Lease, kills: 20, losses: 2);
    }

    [Fact(Timeout = Limit)]
    public async Task Leader_that_was_frozen_is_none_when_it_wakes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that stops a process.");
        await using var candidates = new Candidates("redis", Prefix, await SharedServers.RedisAsync(), Lease);
        candidates.Start();
        var first = await candidates.NextLeaderAsync();
        candidates.Start();
        await candidates.JoinedAsync(2);

        candidates[first.Process].Signal("STOP");
        var second = await candidates.NextLeaderAsync();
        candidates[first.Process].Signal("CONT");

        // It is a candidate again, and leads when the other one has gone.
        candidates[second.Process].RequestStop();
        var third = await candidates.NextLeaderAsync();
        Assert.Equal((first.Process, true), (third.Process, third.Term > second.Term));

        // It may have been frozen between its look and its write: that one is what fencing is for.
        Assert.True(candidates.History.StaleWrites.Count <= 1, string.Join('\n', candidates.History.StaleWrites));
    }
}
