namespace DistributedLock.Tests.Elections;

/// <summary>The worst days of three processes, the same for every backend.</summary>
internal static class ElectionScenario
{
    /// <summary>What a killed leader's lease may be exceeded by.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Three processes; the leader is killed, and another process takes its place as a candidate, so many times. Each time exactly one of the others leads, within the lease and a second. In the end
    /// the leader is stopped, and another one leads at once.
    /// </summary>
    /// <param name="candidates">None has been started.</param>
    /// <param name="lease">How long a killed leader keeps others from leading.</param>
    /// <param name="kills">How often.</param>
    /// <param name="losses">
    /// How often a leader may lose its lease without being killed, as on a machine that has no processor to spare for a renewal. It has to have stopped before the next one started.
    /// </param>
    public static async Task KillLeadersAsync(Candidates candidates, TimeSpan lease, int kills, int losses)
    {
        for (var i = 0; i < 3; i++)
        {
            candidates.Start();
        }

        await candidates.JoinedAsync(3);
        var leader = await candidates.NextLeaderAsync();
        var lost = 0;
        for (var kill = 1; kill <= kills;)
        {
            while (candidates.TryGetOtherLeader() is { } other)
            {
                lost++;
                candidates.AssertStopped(leader, before: other);
                leader = other;
            }

            var killedAt = await candidates.KillAsync(leader.Process);
            candidates.Start();
            var next = await candidates.NextLeaderAsync();
            Assert.True(next.Term > leader.Term, $"Kill {kill}: {next} after {leader}");
            var took = Candidates.Between(killedAt, next);
            if (took > TimeSpan.Zero)
            {
                Assert.True(took <= lease + Grace, $"Kill {kill}: the next leader came after {took}.\n{candidates.Last(40)}");
                kill++;
            }
            else
            {
                lost++; // just before it was killed
                candidates.AssertStopped(leader, before: next);
            }

            Assert.True(lost <= losses, $"Leaders lost the leadership without being killed, {lost} times in {kill} rounds.\n{candidates.Last(40)}");
            leader = next;
            await candidates.JoinedAsync(1);
        }

        Assert.Null(candidates.TryGetOtherLeader());
        var stoppedAt = candidates[leader.Process].RequestStop();
        var last = await candidates.NextLeaderAsync();
        Assert.InRange(Candidates.Between(stoppedAt, last), TimeSpan.Zero, Grace);

        foreach (var candidate in candidates.Running.Where(candidate => candidate.Number != leader.Process).ToList())
        {
            await candidates.KillAsync(candidate.Number);
        }

        await candidates.RemoveAsync(leader.Process);
        Assert.Null(candidates.TryGetOtherLeader());
        Assert.Equal(kills + lost + 2, candidates.History.Terms.Count);
        Assert.Empty(candidates.History.Problems);
    }
}
