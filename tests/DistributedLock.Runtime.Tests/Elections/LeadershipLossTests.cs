using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Runtime.Tests.Leases;
using Xunit;

namespace DistributedLock.Runtime.Tests.Elections;

/// <summary>What happens when the leadership is lost, by leases of 30 s on a clock that the tests move.</summary>
public sealed class LeadershipLossTests : ElectionTest
{
    private readonly LeaseBench _bench = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _bench.PassUntilAsync(_bench.Provider.DisposeAsync().AsTask()); // a release that failed is tried again, by this clock
    }

    [Fact(Timeout = Limit)]
    public async Task Leader_that_cannot_renew_is_none_after_two_thirds_of_the_lease_and_a_third_before_the_next()
    {
        var (leader, term) = await LeadAsync();
        var other = Candidate(_bench.Create());
        var next = other.WaitUntilLeaderAsync(Stop).AsTask();
        await _bench.Clock.WaitForTimersAsync(2, Stop); // that of the leader's provider, and the sleep of the one that waits
        _bench.Store.BeforeRenewal = static () => throw new IOException("cut");
        _bench.Store.BeforeRelease = static _ => throw new IOException("cut");
        _bench.Store.BeforeTry = static (_, _) => throw new IOException("cut");

        _bench.Pass(19.999);
        Assert.True(leader.IsLeader);
        _bench.Pass(0.001);

        Assert.False(leader.IsLeader);
        await Wait.ForAsync(term.Token);
        Assert.False(next.IsCompleted);
        Assert.Equal(20, _bench.Clock.Elapsed.TotalSeconds);
        await _bench.PassUntilAsync(next);
        Assert.True((await next).FencingToken > term.FencingToken);
        Assert.True(_bench.Clock.Elapsed.TotalSeconds >= 30);
        await _bench.PassUntilAsync(other.StopAsync(Stop));
    }

    [Theory(Timeout = Limit)]
    [InlineData(20)]
    [InlineData(29)]
    [InlineData(1000)]
    public async Task Leader_that_was_frozen_is_none_before_any_timer_could_tell(double seconds)
    {
        var (leader, term) = await LeadAsync();
        _bench.Store.BeforeTry = static (_, _) => throw new IOException("cut"); // or it would lead again at once

        // The clock moves on by itself and no timer fires: that is what a frozen process sees when it wakes.
        _bench.Clock.Jump(TimeSpan.FromSeconds(seconds));

        Assert.False(term.IsCurrent);
        Assert.False(leader.IsLeader);
        Assert.Null(leader.Term);
        Assert.True(leader.LeadershipToken.IsCancellationRequested);
        await Wait.ForAsync(term.Token); // the look itself has ended the term
    }

    [Fact(Timeout = Limit)]
    public async Task Leader_that_was_frozen_for_a_moment_leads_on()
    {
        var (leader, term) = await LeadAsync();

        _bench.Clock.Jump(TimeSpan.FromSeconds(19));

        Assert.Same(term, leader.Term);
        _bench.Pass(15);
        Assert.Same(term, leader.Term);
    }

    [Fact(Timeout = Limit)]
    public async Task Body_does_not_begin_in_a_term_that_the_clock_has_ended()
    {
        var (leader, first) = await LeadAsync();
        _bench.Clock.Jump(TimeSpan.FromSeconds(25));

        var terms = new List<long?>();
        var run = leader.RunWhileLeaderAsync(
            (term, _) =>
            {
                terms.Add(term.FencingToken);
                return Task.CompletedTask;
            },
            Stop);

        await _bench.PassUntilAsync(run);
        await run;
        Assert.True(Assert.Single(terms) > first.FencingToken);
    }

    [Fact(Timeout = Limit)]
    public async Task Leader_that_lost_is_a_candidate_again()
    {
        var (leader, first) = await LeadAsync();
        _bench.Server.DropAll();

        _bench.Pass(10); // the renewal tells
        await Wait.ForAsync(first.Token);

        var next = leader.WaitUntilLeaderAsync(Stop).AsTask();
        await _bench.PassUntilAsync(next);
        Assert.True((await next).FencingToken > first.FencingToken);
        Assert.Contains(_bench.Log.Entries, static entry => entry.Id == 32);
    }

    [Fact(Timeout = Limit)]
    public async Task Body_that_ignores_its_token_keeps_its_process_from_leading_beside_it()
    {
        var provider = Granting(Clock);
        var leader = Create(provider);
        var body = new StubbornBody();
        var run = leader.RunWhileLeaderAsync(body.RunAsync, Stop);
        var term = await body.Started;
        var second = leader.RunWhileLeaderAsync(static (_, _) => Task.CompletedTask, Stop);
        await second;

        provider.Handles.First().MarkLost(LockLossReason.NotHeld);
        await Wait.ForAsync(body.Token);
        await Clock.WaitForTimersAsync(1, Stop);
        Clock.Advance(TimeSpan.FromMinutes(10));
        var later = leader.WaitUntilLeaderAsync(Stop).AsTask();
        await LeaseBench.UntilAsync(() => provider.Log.Entries.Any(static entry => entry.Id == 35));

        Assert.Single(provider.Requests);
        Assert.False(later.IsCompleted);
        Assert.False(leader.IsLeader);

        body.End();
        Assert.True((await later).FencingToken > term.FencingToken);
        Assert.Equal(["+leader-election-e", "-leader-election-e", "+leader-election-e"], provider.Events);
        await run; // the second time the body ends at once
    }

    [Fact(Timeout = Limit)]
    public async Task Callback_of_the_token_is_a_part_of_the_term()
    {
        var provider = Granting(Clock);
        var (leader, term) = await LeadAsync(provider);
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        await using var registration = term.Token.Register(() =>
        {
            entered.Set();
            leave.Wait(Stop);
        });

        provider.Handles.First().MarkLost(LockLossReason.NotHeld);
        await Task.Run(() => entered.Wait(Stop), Stop);
        var next = leader.WaitUntilLeaderAsync(Stop).AsTask();
        Assert.Single(provider.Requests);

        leave.Set();
        await PassUntilAsync(next);
        Assert.Equal(2, provider.Requests.Count);
    }

    [Fact(Timeout = Limit)]
    public async Task Callback_of_the_token_that_throws_is_logged_and_harms_nobody()
    {
        var provider = Granting(Clock);
        var (leader, term) = await LeadAsync(provider);
        term.Token.Register(static () => throw new InvalidOperationException("mine"));

        provider.Handles.First().MarkLost(LockLossReason.NotHeld);

        var next = leader.WaitUntilLeaderAsync(Stop).AsTask();
        await PassUntilAsync(next);
        Assert.Single(provider.Log.Entries, static entry => entry.Id == 37);
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_that_is_lost_as_soon_as_it_is_won_is_not_asked_for_in_a_tight_loop()
    {
        var provider = new RecordingProvider { TimeProvider = Clock };
        provider.Answer = (request, _) =>
        {
            var handle = provider.Grant(request);
            handle.MarkLost(LockLossReason.SessionEnded);
            return new ValueTask<IDistributedLockHandle?>(handle);
        };
        var election = Create(provider);
        election.Start();

        await PassAsync(TimeSpan.FromMinutes(1), () => provider.Requests.Count);

        Assert.InRange(provider.Requests.Count, 12, 32);
        Assert.False(election.IsLeader);
    }

    [Fact(Timeout = Limit)]
    public async Task Handle_of_a_third_party_whose_lease_has_ended_does_not_lead()
    {
        var provider = new RecordingProvider { TimeProvider = Clock };
        provider.Answer = async (request, cancellationToken) =>
        {
            await Task.Delay(provider.Requests.Count == 1 ? 0 : Timeout.Infinite, cancellationToken); // or it would lead again at once
            return new ExpiringHandle(request, Clock.GetUtcNow().AddSeconds(30));
        };
        var (election, term) = await LeadAsync(provider);

        Clock.Jump(TimeSpan.FromSeconds(29));
        Assert.True(election.IsLeader);
        Clock.Jump(TimeSpan.FromSeconds(1));

        Assert.False(election.IsLeader);
        await Wait.ForAsync(term.Token);
    }

    private async Task<(LeaderElection Election, LeadershipTerm Term)> LeadAsync()
    {
        var leader = Candidate(_bench.Provider);
        return (leader, await leader.WaitUntilLeaderAsync(Stop));
    }

    private LeaderElection Candidate(IDistributedLockProvider provider) => Create(provider, new LeaderElectionOptions { Lease = LeaseBench.Lease });
}
