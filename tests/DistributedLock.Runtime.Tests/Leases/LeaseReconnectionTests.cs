using Xunit;

namespace DistributedLock.Runtime.Tests.Leases;

public sealed class LeaseReconnectionTests
{
    private const int Limit = 30_000;

    private readonly LeaseBench _bench = new();

    [Fact(Timeout = Limit)]
    public async Task Reconnected_store_is_asked_at_once_for_all_that_is_held()
    {
        await using var first = await _bench.TakeAsync(LeaseBench.Once("a"));
        await using var second = await _bench.TakeAsync(LeaseBench.Once("b"));

        await ReconnectAsync();

        Assert.Equal([2], _bench.Store.Batches);
        _bench.Pass(9.998);
        Assert.Equal([2], _bench.Store.Batches);
        Assert.False(first.IsLost);
    }

    [Fact(Timeout = Limit)]
    public async Task Lease_that_the_store_forgot_is_lost_when_the_connection_is_back()
    {
        await using var handle = await _bench.TakeAsync();
        _bench.Store.OnRenewed = static areHeld => new bool[areHeld.Length];

        await ReconnectAsync();

        await LeaseBench.UntilAsync(() => handle.IsLost);
    }

    [Fact(Timeout = Limit)]
    public async Task Flapping_connection_renews_at_most_once_a_second()
    {
        await using var handle = await _bench.TakeAsync();

        for (var i = 0; i < 500; i++)
        {
            _bench.Store.Reconnect();
            _bench.Pass(0.01);
        }

        await LeaseBench.UntilAsync(() => _bench.Store.Batches.Count >= 5);
        Assert.InRange(_bench.Store.Batches.Count, 5, 6);
    }

    [Fact(Timeout = Limit)]
    public async Task Reconnection_soon_after_another_one_is_not_forgotten()
    {
        await using var handle = await _bench.TakeAsync();
        await ReconnectAsync();
        _bench.Store.OnRenewed = static areHeld => new bool[areHeld.Length];

        _bench.Store.Reconnect();
        _bench.Pass(0.9);
        Assert.False(handle.IsLost);
        _bench.Pass(0.1);

        await LeaseBench.UntilAsync(() => handle.IsLost);
    }

    [Fact(Timeout = Limit)]
    public async Task Renewal_that_went_down_with_the_connection_is_sent_again()
    {
        await using var handle = await _bench.TakeAsync();
        _bench.Store.BeforeRenewal = static () => new TaskCompletionSource().Task;
        _bench.Pass(10);
        _bench.Store.BeforeRenewal = static () => Task.CompletedTask;

        await ReconnectAsync();

        Assert.Equal([1, 1], _bench.Store.Batches);
        await LeaseBench.UntilAsync(() => handle.ExpiresAt >= _bench.Clock.GetUtcNow() + LeaseBench.Lease - TimeSpan.FromMilliseconds(1));
    }

    [Fact(Timeout = Limit)]
    public async Task Reconnection_without_holds_and_after_the_disposal_asks_nothing()
    {
        _bench.Store.Reconnect();
        Assert.Equal(0, _bench.Clock.ScheduledTimers);

        await _bench.TakeAsync();
        await _bench.Provider.DisposeAsync();
        _bench.Store.Reconnect();
        _bench.Pass(1);

        Assert.Empty(_bench.Store.Batches);
    }

    /// <summary>What is due at once is fired by the thread pool, or by this thread if it comes first: either way it has been answered when this ends.</summary>
    private async Task ReconnectAsync()
    {
        var answers = _bench.Store.Answers;
        _bench.Store.Reconnect();
        _bench.Pass(0.001);
        await LeaseBench.UntilAsync(() => _bench.Store.Answers > answers);
    }
}
