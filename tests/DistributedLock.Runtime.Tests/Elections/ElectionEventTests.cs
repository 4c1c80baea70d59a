using System.Collections.Concurrent;
using DistributedLock.Runtime.Tests.Leases;
using Xunit;

namespace DistributedLock.Runtime.Tests.Elections;

/// <summary>Events: in order, one at a time, and no danger to the election.</summary>
public sealed class ElectionEventTests : ElectionTest
{
    [Fact(Timeout = Limit)]
    public async Task Events_come_in_order_and_one_at_a_time()
    {
        var provider = Granting(Clock);
        var election = Create(provider);
        var seen = new ConcurrentQueue<string>();
        var inside = 0;
        void Note(string what)
        {
            Assert.Equal(1, Interlocked.Increment(ref inside));
            Thread.Yield();
            seen.Enqueue(what);
            Interlocked.Decrement(ref inside);
        }

        election.LeadershipStarted += (_, started) => Note($"started {started.Term}");
        election.LeadershipEnded += (_, ended) => Note($"ended {ended.Term} {ended.Reason}");

        for (var i = 1; i <= 20; i++)
        {
            var next = election.WaitUntilLeaderAsync(Stop).AsTask();
            await PassUntilAsync(next);
            if (i < 20)
            {
                provider.Handles.Last().MarkLost(LockLossReason.NotHeld);
                await Fakes.Wait.ForAsync((await next).Token);
            }
        }

        await election.StopAsync(Stop);
        await LeaseBench.UntilAsync(() => seen.Count == 40);

        var expected = Enumerable.Range(1, 20).SelectMany(static i => new[] { $"started {i}", $"ended {i} {(i < 20 ? "Lost" : "Stopped")}" });
        Assert.Equal(expected, seen);
    }

    [Fact(Timeout = Limit)]
    public async Task Handler_that_throws_is_logged_and_harms_nobody()
    {
        var provider = Granting(Clock);
        var election = Create(provider);
        var second = new TaskCompletionSource<LeadershipTerm>(TaskCreationOptions.RunContinuationsAsynchronously);
        election.LeadershipStarted += static (_, _) => throw new InvalidOperationException("mine");
        election.LeadershipStarted += (_, started) => second.SetResult(started.Term);

        var term = await election.WaitUntilLeaderAsync(Stop);

        Assert.Same(term, await second.Task.WaitAsync(Stop));
        Assert.True(election.IsLeader);
        Assert.Equal("mine", Assert.Single(provider.Log.Entries, static entry => entry.Id == 36).Exception?.Message);
    }

    [Fact(Timeout = Limit)]
    public async Task Handler_that_never_returns_keeps_nobody_from_leading()
    {
        var (leader, _) = await LeadAsync();
        using var never = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        leader.LeadershipEnded += (_, _) =>
        {
            entered.Set();
            never.Wait(Stop);
        };
        var next = Create().WaitUntilLeaderAsync(Stop).AsTask();

        await leader.StopAsync(Stop);

        await next;
        await Task.Run(() => entered.Wait(Stop), Stop);
        never.Set();
    }
}
