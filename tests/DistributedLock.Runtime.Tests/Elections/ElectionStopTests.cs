using DistributedLock.Runtime.Tests.Leases;
using Xunit;

namespace DistributedLock.Runtime.Tests.Elections;

/// <summary>Stop and disposal: immediate, once, and safe at any moment.</summary>
public sealed class ElectionStopTests : ElectionTest
{
    private bool IsLockFree
    {
        get
        {
            using var handle = Locks.TryAcquire("leader-election-e", cancellationToken: Stop);
            return handle is not null;
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Stop_ends_the_term_at_once_and_keeps_the_lock_until_the_body_has_ended()
    {
        var leader = Create();
        var body = new StubbornBody();
        var run = leader.RunWhileLeaderAsync(body.RunAsync, Stop);
        var term = await body.Started;
        var follower = Create();
        var next = follower.WaitUntilLeaderAsync(Stop).AsTask();

        var stop = leader.StopAsync(Stop);

        Assert.False(leader.IsLeader);
        Assert.False(term.IsCurrent);
        await Fakes.Wait.ForAsync(body.Token);
        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.False(stop.IsCompleted);
        Assert.False(next.IsCompleted);

        body.End();
        await stop;
        await next;
        await Assert.ThrowsAsync<LeaderElectionStoppedException>(() => run);
    }

    [Fact(Timeout = Limit)]
    public async Task Token_of_a_stop_ends_the_waiting_and_not_the_stopping()
    {
        var leader = Create();
        var body = new StubbornBody();
        _ = leader.RunWhileLeaderAsync(body.RunAsync, Stop);
        await body.Started;
        using var impatience = new CancellationTokenSource();
        var stop = leader.StopAsync(impatience.Token);

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stop);
        Assert.False(leader.IsLeader);
        Assert.False(IsLockFree);
        body.End();
        await leader.StopAsync(Stop);
        Assert.True(IsLockFree);
    }

    [Fact(Timeout = Limit)]
    public async Task Disposal_waits_five_seconds_at_most_for_a_body()
    {
        var leader = Create();
        var body = new StubbornBody();
        _ = leader.RunWhileLeaderAsync(body.RunAsync, Stop);
        await body.Started;

        var disposal = leader.DisposeAsync().AsTask();
        Clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(disposal.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(0.1));

        await disposal;
        Assert.False(IsLockFree);
        body.End();
        await leader.StopAsync(Stop);
        Assert.True(IsLockFree);
    }

    [Fact(Timeout = Limit)]
    public async Task Stop_of_a_candidate_ends_its_wait_and_leaves_nothing()
    {
        var (leader, _) = await LeadAsync();
        var candidate = Create();
        var wait = candidate.WaitUntilLeaderAsync(Stop).AsTask();

        await candidate.StopAsync(Stop);

        var stopped = await Assert.ThrowsAsync<LeaderElectionStoppedException>(() => wait);
        Assert.Contains("'e'", stopped.Message, StringComparison.Ordinal);
        await leader.StopAsync(Stop);
        Assert.True(IsLockFree);
        Assert.False(candidate.IsLeader);
    }

    [Fact(Timeout = Limit)]
    public async Task Stop_of_a_candidate_of_a_lease_backend_leaves_no_trace_in_the_store()
    {
        var bench = new LeaseBench();
        await LeadAsync(bench.Provider);
        var candidate = Create(bench.Create());
        candidate.Start();
        await LeaseBench.UntilAsync(() => bench.Server.Waiters == 1);

        await candidate.StopAsync(Stop);

        await LeaseBench.UntilAsync(() => bench.Server.Waiters == 0);
        Assert.Equal(1, bench.Server.Leases);
    }

    [Fact(Timeout = Limit)]
    public async Task Stop_and_disposal_may_come_in_any_order_and_number()
    {
        var (leader, _) = await LeadAsync();

        await Task.WhenAll(leader.StopAsync(Stop), leader.DisposeAsync().AsTask(), leader.StopAsync(Stop), Task.Run(leader.Dispose, Stop));
        await leader.DisposeAsync();
        await leader.StopAsync(Stop);

        leader.Start();
        await Assert.ThrowsAsync<LeaderElectionStoppedException>(async () => await leader.WaitUntilLeaderAsync(Stop));
        Assert.True(IsLockFree);
        Assert.Null(leader.Term);
    }

    [Fact(Timeout = Limit)]
    public async Task Candidate_that_was_stopped_before_its_start_never_takes_part()
    {
        var election = Create();
        await election.StopAsync(Stop);

        election.Start();

        await Assert.ThrowsAsync<LeaderElectionStoppedException>(() => election.RunWhileLeaderAsync(static (_, _) => Task.CompletedTask, Stop));
        Assert.True(IsLockFree);
    }

    [Fact(Timeout = Limit)]
    public async Task Start_wait_loss_and_stop_at_the_same_moment_leave_the_lock_free_and_nobody_waiting()
    {
        for (var round = 0; round < 500; round++)
        {
            await using var election = new LeaderElection(Locks, "e");
            var ran = 0;
            var runs = Enumerable.Range(0, 3).Select(_ => Task.Run(
                () => election.RunWhileLeaderAsync(
                    async (term, leading) =>
                    {
                        Interlocked.Increment(ref ran);
                        await Task.Delay(Timeout.Infinite, leading);
                    },
                    Stop),
                Stop)).ToArray();
            var stop = Task.Run(() => election.StopAsync(Stop), Stop);

            await stop;
            foreach (var run in runs)
            {
                await Assert.ThrowsAsync<LeaderElectionStoppedException>(() => run);
            }

            Assert.True(IsLockFree);
            Assert.False(election.IsLeader);
        }
    }
}
