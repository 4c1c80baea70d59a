using Xunit;

namespace DistributedLock.Runtime.Tests.Leases;

public sealed class LeaseExtensionTests
{
    private const int Limit = 30_000;

    private readonly LeaseBench _bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Longer_lease_is_kept_by_the_store_and_asked_for_again()
    {
        await using var handle = await _bench.TakeAsync();

        Assert.True(await handle.ExtendAsync(TimeSpan.FromMinutes(10), Stop));

        Assert.Equal(_bench.Clock.GetUtcNow() + TimeSpan.FromMinutes(10), handle.ExpiresAt);
        _bench.Pass(10);
        Assert.Equal(2, _bench.Store.Batches.Count); // renewed by the shortest lease ever asked for
        Assert.Equal(_bench.Clock.GetUtcNow() + TimeSpan.FromMinutes(10), handle.ExpiresAt);
    }

    [Fact(Timeout = Limit)]
    public async Task Longer_lease_that_was_not_acknowledged_is_not_shown()
    {
        await using var handle = await _bench.TakeAsync();
        _bench.Store.BeforeRenewal = static () => throw new IOException("cut");

        await Assert.ThrowsAsync<LockBackendException>(async () => await handle.ExtendAsync(TimeSpan.FromMinutes(10), Stop));

        Assert.Equal(_bench.Clock.GetUtcNow() + LeaseBench.Lease, handle.ExpiresAt);
    }

    [Fact(Timeout = Limit)]
    public async Task Shorter_lease_is_renewed_at_a_third_of_it()
    {
        await using var handle = await _bench.TakeAsync();
        _bench.Pass(5);

        Assert.True(await handle.ExtendAsync(TimeSpan.FromSeconds(3), Stop));

        _bench.Pass(0.999);
        Assert.Single(_bench.Store.Batches);
        _bench.Pass(0.001);
        Assert.Equal(2, _bench.Store.Batches.Count);
        Assert.False(handle.IsLost);
    }

    [Fact(Timeout = Limit)]
    public async Task Shorter_lease_whose_answer_is_cut_is_lost_after_two_thirds_of_it()
    {
        await using var handle = await _bench.TakeAsync();
        _bench.Pass(5);
        _bench.Store.AfterRenewal = static () => throw new IOException("cut");
        await Assert.ThrowsAsync<LockBackendException>(async () => await handle.ExtendAsync(TimeSpan.FromSeconds(3), Stop));
        _bench.Store.BeforeRenewal = static () => throw new IOException("cut");

        _bench.Pass(1.999);
        Assert.False(handle.IsLost);
        _bench.Pass(0.001);

        Assert.True(handle.IsLost);
    }

    [Fact(Timeout = Limit)]
    public async Task Shorter_lease_does_not_put_off_the_loss_of_the_longer_one()
    {
        await using var handle = await _bench.TakeAsync();
        _bench.Store.BeforeRenewal = static () => throw new IOException("cut");
        _bench.Pass(19);
        await Assert.ThrowsAsync<LockBackendException>(async () => await handle.ExtendAsync(TimeSpan.FromSeconds(29), Stop));

        _bench.Pass(0.999);
        Assert.False(handle.IsLost);
        _bench.Pass(0.001);

        Assert.True(handle.IsLost);
    }

    [Fact(Timeout = Limit)]
    public async Task Renewal_under_way_that_arrives_after_an_extension_costs_no_lock()
    {
        await using var handle = await _bench.TakeAsync();
        var gate = new TaskCompletionSource();
        _bench.Store.BeforeRenewal = () => gate.Task;
        _bench.Pass(10);
        _bench.Store.BeforeRenewal = static () => Task.CompletedTask;
        Assert.True(await handle.ExtendAsync(TimeSpan.FromHours(1), Stop));
        gate.SetResult(); // the server's rest is 30 s again
        _bench.Store.BeforeRenewal = static () => throw new IOException("cut");

        _bench.Pass(19.999);
        Assert.False(handle.IsLost);
        _bench.Pass(0.001);

        Assert.True(handle.IsLost);
        Assert.Equal(1, _bench.Server.Leases);
    }

    [Fact(Timeout = Limit)]
    public async Task Extension_that_is_answered_after_the_loss_says_no()
    {
        await using var handle = await _bench.TakeAsync();
        _bench.Store.BeforeRenewal = static () => throw new IOException("cut");
        _bench.Pass(18);
        var gate = new TaskCompletionSource();
        _bench.Store.BeforeRenewal = () => gate.Task;
        var extension = handle.ExtendAsync(LeaseBench.Lease, Stop).AsTask();
        _bench.Pass(2);
        Assert.True(handle.IsLost);

        gate.SetResult();

        Assert.False(await extension);
    }

    [Fact(Timeout = Limit)]
    public async Task Extension_of_a_lease_that_is_gone_says_no_and_loses_the_lock()
    {
        await using var handle = await _bench.TakeAsync();
        _bench.Server.DropAll();

        Assert.False(await handle.ExtendAsync(LeaseBench.Lease, Stop));

        Assert.True(handle.IsLost);
        Assert.Equal(0, _bench.Server.Leases);
    }

    [Fact(Timeout = Limit)]
    public async Task Extension_beyond_the_longest_timer_is_refused()
    {
        await using var handle = await _bench.TakeAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("lease", async () => await handle.ExtendAsync(TimeSpan.MaxValue, Stop));

        Assert.NotNull(handle.ExpiresAt);
    }

    [Fact(Timeout = Limit)]
    public async Task Extension_that_a_driver_cancels_by_itself_is_a_failure_of_the_backend()
    {
        await using var handle = await _bench.TakeAsync();
        _bench.Store.BeforeRenewal = static () => throw new TaskCanceledException("the driver's own limit");

        await Assert.ThrowsAsync<LockBackendException>(async () => await handle.ExtendAsync(LeaseBench.Lease, Stop));
    }
}
