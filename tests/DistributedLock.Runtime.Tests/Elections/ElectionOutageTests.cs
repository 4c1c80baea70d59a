using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Runtime.Tests.Leases;
using Xunit;

namespace DistributedLock.Runtime.Tests.Elections;

/// <summary>A store that is down: retried with pauses that grow to a bound, and logged once.</summary>
public sealed class ElectionOutageTests : ElectionTest
{
    private readonly RecordingProvider _provider;
    private Func<LockRequest, CancellationToken, ValueTask<IDistributedLockHandle?>> _answer = static (_, _) => throw new LockBackendException("down");

    public ElectionOutageTests() => _provider = new RecordingProvider { TimeProvider = Clock, Answer = (request, cancellationToken) => _answer(request, cancellationToken) };

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Outage_is_retried_at_least_every_five_seconds_and_never_in_a_tight_loop(bool isTransient)
    {
        _answer = (_, _) => throw new LockBackendException("down") { IsTransient = isTransient };
        Create(_provider).Start();

        await PassAsync(TimeSpan.FromMinutes(1), () => _provider.Requests.Count);

        // 5 s with up to half taken off: 12 to 24 a minute, and the few short ones at the beginning.
        Assert.InRange(_provider.Requests.Count, 12, 32);
    }

    [Fact(Timeout = Limit)]
    public async Task Outage_is_logged_once_at_its_beginning_and_once_at_its_end()
    {
        var election = Create(_provider);
        election.Start();
        await PassAsync(TimeSpan.FromMinutes(1), () => _provider.Requests.Count);
        var failures = _provider.Requests.Count;

        _answer = (request, _) => new(_provider.Grant(request));
        var term = election.WaitUntilLeaderAsync(Stop).AsTask();
        await PassUntilAsync(term);

        Assert.Equal([33, 34, 30], _provider.Log.Entries.Select(static entry => entry.Id));
        var (_, _, end, _) = _provider.Log.Entries.ElementAt(1);
        Assert.Contains($"{failures} failures", end, StringComparison.Ordinal);
        Assert.IsType<LockBackendException>(_provider.Log.Entries.First().Exception);
    }

    [Fact(Timeout = Limit)]
    public async Task End_of_an_outage_is_told_also_when_somebody_else_leads_then()
    {
        Create(_provider).Start();
        await Clock.WaitForTimersAsync(1, Stop);
        _answer = static async (request, cancellationToken) =>
        {
            await Task.Delay(request.Timeout == TimeSpan.Zero ? 0 : Timeout.Infinite, cancellationToken);
            return null;
        };

        Clock.Advance(TimeSpan.FromSeconds(1));
        await LeaseBench.UntilAsync(() => _provider.Requests.Count == 3);

        Assert.Equal([33, 34], _provider.Log.Entries.Select(static entry => entry.Id));
        Assert.Equal(
            [Timeout.InfiniteTimeSpan, TimeSpan.Zero, Timeout.InfiniteTimeSpan], _provider.Requests.Select(static request => request.Timeout));
    }

    [Fact(Timeout = Limit)]
    public async Task Store_that_answers_tries_and_refuses_waits_is_not_asked_in_a_tight_loop()
    {
        _answer = static (request, _) => request.Timeout == TimeSpan.Zero ? default : throw new LockBackendException("no right to subscribe");
        Create(_provider).Start();

        await PassAsync(TimeSpan.FromMinutes(1), () => _provider.Requests.Count);

        Assert.InRange(_provider.Requests.Count, 24, 64);
    }

    [Fact(Timeout = Limit)]
    public async Task Wait_that_a_provider_ends_by_itself_is_begun_again()
    {
        _answer = static (_, _) => default;
        Create(_provider).Start();

        await PassAsync(TimeSpan.FromMinutes(1), () => _provider.Requests.Count);

        Assert.InRange(_provider.Requests.Count, 12, 32);
        Assert.Empty(_provider.Log.Entries);
    }

    [Fact(Timeout = Limit)]
    public async Task Stop_during_an_outage_ends_the_pause()
    {
        var election = Create(_provider);
        election.Start();
        await Clock.WaitForTimersAsync(1, Stop);

        await election.StopAsync(Stop);

        Assert.Equal(0, Clock.ScheduledTimers);
    }

    [Fact(Timeout = Limit)]
    public async Task Provider_that_is_disposed_first_ends_the_election()
    {
        var inMemory = new InMemoryLockProvider();
        var (leader, term) = await LeadAsync(inMemory);
        var other = Create(inMemory);
        var wait = other.WaitUntilLeaderAsync(Stop).AsTask();

        await inMemory.DisposeAsync();

        await Wait.ForAsync(term.Token);
        await Assert.ThrowsAsync<LeaderElectionStoppedException>(() => wait);
        Assert.False(leader.IsLeader);
        await other.StopAsync(Stop);
    }
}
