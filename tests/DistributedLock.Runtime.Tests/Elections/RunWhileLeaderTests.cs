using DistributedLock.Runtime.Tests.Fakes;
using Xunit;

namespace DistributedLock.Runtime.Tests.Elections;

/// <summary>Bodies that run on the leader until they are done.</summary>
public sealed class RunWhileLeaderTests : ElectionTest
{
    [Fact(Timeout = Limit)]
    public async Task Body_that_is_done_ends_the_call_and_not_the_leadership()
    {
        var election = Create();
        LeadershipTerm? seen = null;

        await election.RunWhileLeaderAsync(
            async (term, leading) =>
            {
                await Task.Yield();
                Assert.False(leading.IsCancellationRequested);
                seen = term;
            },
            Stop);

        Assert.Same(seen, election.Term);
        Assert.NotNull(seen);
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Exception_of_the_body_passes_and_does_not_end_the_leadership(bool isCancellation)
    {
        var election = Create();
        Exception thrown = isCancellation ? new OperationCanceledException("mine") : new InvalidOperationException("mine");

        var seen = await Assert.ThrowsAnyAsync<Exception>(() => election.RunWhileLeaderAsync((_, _) => throw thrown, Stop));

        Assert.Same(thrown, seen);
        Assert.True(election.IsLeader);
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_that_its_term_interrupted_runs_again_in_the_next_one(bool throws)
    {
        var provider = Granting(Clock);
        var election = Create(provider);
        var terms = new List<long?>();
        var running = 0;

        var run = election.RunWhileLeaderAsync(
            async (term, leading) =>
            {
                Assert.Equal(1, Interlocked.Increment(ref running));
                terms.Add(term.FencingToken);
                if (terms.Count < 3)
                {
                    provider.Handles.Last().MarkLost(LockLossReason.NotHeld);
                    await Wait.ForAsync(leading);
                }

                Interlocked.Decrement(ref running);
                if (throws)
                {
                    leading.ThrowIfCancellationRequested();
                }
            },
            Stop);
        await PassUntilAsync(run);
        await run;
        Assert.Equal([1, 2, 3], terms);
    }

    [Fact(Timeout = Limit)]
    public async Task Cancellation_by_the_caller_cancels_the_body_and_not_the_candidacy()
    {
        var election = Create();
        using var caller = new CancellationTokenSource();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = election.RunWhileLeaderAsync(
            (_, leading) =>
            {
                started.SetResult();
                return Task.Delay(Timeout.Infinite, leading);
            },
            caller.Token);
        await started.Task.WaitAsync(Stop);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.True(election.IsLeader);
    }

    [Fact(Timeout = Limit)]
    public async Task Cancellation_of_a_wait_leaves_the_candidacy()
    {
        var (leader, _) = await LeadAsync();
        var candidate = Create();
        using var caller = new CancellationTokenSource();
        var run = candidate.RunWhileLeaderAsync(static (_, _) => Task.CompletedTask, caller.Token);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await leader.StopAsync(Stop);
        await candidate.WaitUntilLeaderAsync(Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Next_leader_waits_for_all_bodies_of_a_stopped_one()
    {
        var leader = Create();
        StubbornBody[] bodies = [new(), new()];
        foreach (var body in bodies)
        {
            _ = leader.RunWhileLeaderAsync(body.RunAsync, Stop);
            await body.Started;
        }

        var next = Create().WaitUntilLeaderAsync(Stop).AsTask();
        var stop = leader.StopAsync(Stop);

        bodies[0].End();
        Assert.False(stop.IsCompleted);
        Assert.False(next.IsCompleted);
        bodies[1].End();
        await stop;
        await next;
    }

    [Fact(Timeout = Limit)]
    public async Task Body_runs_in_the_context_of_the_caller()
    {
        var election = Create();
        await election.WaitUntilLeaderAsync(Stop);
        var flow = new AsyncLocal<string> { Value = "mine" };

        await election.RunWhileLeaderAsync((_, _) => Task.FromResult(flow.Value == "mine" ? true : throw new InvalidOperationException("another flow")), Stop);
    }
}
