using System.Runtime.CompilerServices;
using DistributedLock.Runtime.Tests.Fakes;
using Xunit;

namespace DistributedLock.Runtime.Tests.Elections;

/// <summary>Who leads, and what a leader and the others see.</summary>
public sealed class LeaderElectionTests : ElectionTest
{
    [Fact(Timeout = Limit)]
    public async Task First_candidate_leads_and_its_term_is_the_fencing_token_of_the_lock()
    {
        var before = await Locks.AcquireAsync("leader-election-e", cancellationToken: Stop);
        await before.DisposeAsync();

        var (election, term) = await LeadAsync();

        Assert.True(election.IsLeader);
        Assert.Same(term, election.Term);
        Assert.True(term.FencingToken > before.FencingToken);
        Assert.Equal(term.Token, election.LeadershipToken);
        Assert.False(election.LeadershipToken.IsCancellationRequested);
        Assert.Equal(Clock.GetUtcNow(), term.StartedAt);
    }

    [Fact(Timeout = Limit)]
    public async Task Candidate_that_does_not_lead_has_no_term_and_a_token_that_has_fired()
    {
        await LeadAsync();
        var other = Create();

        Assert.False(other.IsLeader);
        Assert.Null(other.Term);
        Assert.True(other.LeadershipToken.IsCancellationRequested);
        other.Start();
        Assert.False(other.IsLeader);
    }

    [Fact(Timeout = Limit)]
    public async Task Stop_hands_over_at_once_to_a_higher_term()
    {
        var (leader, first) = await LeadAsync();
        var follower = Create();
        var next = follower.WaitUntilLeaderAsync(Stop).AsTask();
        Assert.False(next.IsCompleted);

        await leader.StopAsync(Stop);

        Assert.False(leader.IsLeader);
        Assert.True(first.Token.IsCancellationRequested);
        Assert.True((await next).FencingToken > first.FencingToken);
        Assert.True(follower.IsLeader);
    }

    [Fact(Timeout = Limit)]
    public async Task Candidate_waits_by_one_request_that_has_no_time_out()
    {
        var requested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var provider = new RecordingProvider
        {
            TimeProvider = Clock,
            Answer = async (_, cancellationToken) =>
            {
                requested.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return null;
            },
        };
        Create(provider, new LeaderElectionOptions { Key = "k", Lease = TimeSpan.FromSeconds(3) }).Start();
        await requested.Task.WaitAsync(Stop);

        Clock.Advance(TimeSpan.FromDays(400));

        var request = Assert.Single(provider.Requests);
        Assert.Equal(("k", Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(3)), (request.Key.Value, request.Timeout, request.Lease));
        Assert.Equal(0, Clock.ScheduledTimers);
    }

    [Fact(Timeout = Limit)]
    public async Task Leader_that_nobody_refers_to_goes_on_leading()
    {
        await LeadUnreferencedAsync(Locks);
        for (var i = 0; i < 5; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        await using var handle = await Locks.TryAcquireAsync("leader-election-e", TimeSpan.Zero, Stop);
        Assert.Null(handle);
    }

    [Fact(Timeout = Limit)]
    public async Task Term_without_a_fencing_token_has_no_number_and_leads_all_the_same()
    {
        var (election, term) = await LeadAsync(new RecordingProvider { TimeProvider = Clock });

        Assert.True(election.IsLeader);
        Assert.Null(term.FencingToken);
        Assert.Equal("(no number)", term.ToString());
    }

    [Fact(Timeout = Limit)]
    public async Task Provider_that_implements_no_more_than_the_contract_is_enough()
    {
        var provider = new ForeignProvider();
        var (election, term) = await LeadAsync(provider);
        Assert.Equal(7, term.FencingToken);

        provider.Handles[0].Lose();

        await Wait.ForAsync(term.Token);
        Assert.NotSame(term, election.Term);
        await election.StopAsync(Stop);
        Assert.All(provider.Handles, static handle => Assert.Equal(1, handle.Disposals));
    }

    [Fact(Timeout = Limit)]
    public async Task Candidate_may_be_started_by_a_flow_that_holds_the_same_lock()
    {
        var election = Create();
        await using (await Locks.AcquireAsync("leader-election-e", cancellationToken: Stop))
        {
            election.Start();
        }

        await election.WaitUntilLeaderAsync(Stop);
    }

    [Fact(Timeout = Limit)]
    public void Name_or_key_that_is_empty_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new LeaderElection(Locks, ""));
        Assert.Throws<ArgumentException>(() => new LeaderElection(Locks, "e", new LeaderElectionOptions { Key = "" }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeaderElection(Locks, "e", new LeaderElectionOptions { Lease = TimeSpan.Zero }));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task LeadUnreferencedAsync(InMemoryLockProvider locks) => await new LeaderElection(locks, "e").WaitUntilLeaderAsync(Stop);
}
