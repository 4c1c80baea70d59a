using DistributedLock.Leases;
using DistributedLock.Runtime.Tests.Fakes;
using Xunit;

namespace DistributedLock.Runtime.Tests.Leases;

public sealed class LeaseLossTests
{
    private const int Limit = 30_000;

    private readonly LeaseBench _bench = new();

    [Fact(Timeout = Limit)]
    public async Task Leases_that_a_part_of_the_store_answered_for_are_not_lost_with_the_others()
    {
        var reached = await _bench.TakeAsync(LeaseBench.Once("a"));
        var unreached = await _bench.TakeAsync(LeaseBench.Once("b"));
        _bench.Store.AfterRenewal = static () => throw new LeaseRenewalException("one shard is down", [true, null]);

        _bench.Pass(10);
        _bench.Pass(9.999);
        Assert.False(unreached.IsLost);
        _bench.Pass(0.001);

        Assert.Equal(LockLossReason.NotRenewed, unreached.LossReason);
        Assert.False(reached.IsLost);
        await _bench.Provider.DisposeAsync();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lock_is_lost_at_two_thirds_without_an_acknowledgement_and_not_before(bool isSilent)
    {
        await using var handle = await _bench.TakeAsync();
        var token = handle.LostToken;
        _bench.Store.BeforeRenewal = () => isSilent ? new TaskCompletionSource().Task : throw new IOException("cut");

        _bench.Pass(19.999);
        Assert.False(handle.IsLost);

        _bench.Pass(0.001);
        Assert.Equal(LockLossReason.NotRenewed, handle.LossReason);
        await Wait.ForAsync(token);
        var batches = _bench.Store.Batches.Count;
        _bench.Store.BeforeRenewal = static () => Task.CompletedTask;
        _bench.Pass(100);
        Assert.Equal(batches, _bench.Store.Batches.Count);
        Assert.Equal(0, _bench.Server.Leases);
        Assert.Equal(0, _bench.Clock.ScheduledTimers);
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_is_lost_at_once_when_the_store_says_so_and_the_lease_is_never_made_again()
    {
        await using var first = await _bench.TakeAsync();
        _bench.Server.DropAll();
        await using var second = await LeaseBench.TakeAsync(_bench.Create());

        _bench.Pass(10);

        Assert.Equal(LockLossReason.NotHeld, first.LossReason);
        Assert.False(second.IsLost);
        Assert.False(await first.ExtendAsync(LeaseBench.Lease, Stop));
        _bench.Pass(100);
        Assert.Single(_bench.Store.Batches); // the one that told the loss
        Assert.Equal(1, _bench.Server.Leases);
    }

    [Fact(Timeout = Limit)]
    public async Task One_lost_lease_of_a_batch_does_not_touch_the_others()
    {
        await using var lost = await _bench.TakeAsync(LeaseBench.Once("a"));
        _bench.Server.DropAll();
        await using var kept = await _bench.TakeAsync(LeaseBench.Once("b"));

        _bench.Pass(100);

        Assert.True(lost.IsLost);
        Assert.False(kept.IsLost);
    }

    [Theory(Timeout = Limit)]
    [InlineData(20)]
    [InlineData(29)]
    [InlineData(31)]
    public async Task Process_that_was_stopped_finds_its_lock_lost_and_renews_nothing(double seconds)
    {
        await using var handle = await _bench.TakeAsync();

        // The clock moves on by itself, and only then the timers fire: that is what a stopped process sees.
        _bench.Clock.Jump(TimeSpan.FromSeconds(seconds));
        _bench.Pass(0);

        Assert.True(handle.IsLost);
        Assert.Empty(_bench.Store.Batches);
    }

    [Fact(Timeout = Limit)]
    public async Task Process_that_was_stopped_does_not_extend_before_its_timer_fires()
    {
        await using var handle = await _bench.TakeAsync();
        _bench.Clock.Jump(TimeSpan.FromSeconds(20));

        Assert.False(await handle.ExtendAsync(LeaseBench.Lease, Stop));

        Assert.True(handle.IsLost);
        Assert.Empty(_bench.Store.Batches);
    }

    [Fact(Timeout = Limit)]
    public async Task Acknowledgement_after_the_loss_changes_nothing()
    {
        await using var handle = await _bench.TakeAsync();
        var gate = new TaskCompletionSource();
        _bench.Store.BeforeRenewal = () => gate.Task;
        _bench.Pass(20);
        Assert.True(handle.IsLost);
        var batches = _bench.Store.Batches.Count;

        gate.SetResult();
        _bench.Pass(100);

        Assert.Equal(batches, _bench.Store.Batches.Count);
        Assert.True(handle.LostToken.IsCancellationRequested);
    }

    [Fact(Timeout = Limit)]
    public async Task Longest_hold_ends_the_renewals_and_fires()
    {
        await using var handle = await _bench.TakeAsync(LeaseBench.Once() with { MaxHold = TimeSpan.FromSeconds(25) });

        _bench.Pass(24.999);
        Assert.False(handle.IsLost);
        _bench.Pass(0.001);

        Assert.Equal(LockLossReason.HoldExceeded, handle.LossReason);
        Assert.Equal([1, 1], _bench.Store.Batches);
        _bench.Pass(100);
        Assert.Equal([1, 1], _bench.Store.Batches);
        Assert.Equal(0, _bench.Server.Leases);
    }
}
