using System.Runtime.CompilerServices;
using Xunit;

namespace DistributedLock.Runtime.Tests.Leases;

public sealed class LeaseEndTests
{
    private const int Limit = 30_000;

    private readonly LeaseBench _bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Least_hold_shortens_the_lease_to_its_rest()
    {
        var handle = await _bench.TakeAsync(LeaseBench.Once() with { HoldAtLeast = TimeSpan.FromSeconds(10) });
        _bench.Pass(4);

        await handle.DisposeAsync();

        _bench.Pass(5.999);
        Assert.Equal(1, _bench.Server.Leases);
        _bench.Pass(0.001);
        Assert.Equal(0, _bench.Server.Leases);
        Assert.Empty(_bench.Store.Batches);
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_learns_that_a_lease_was_shortened()
    {
        var held = await _bench.TakeAsync(LeaseBench.Once() with { HoldAtLeast = TimeSpan.FromSeconds(10) });
        _bench.Store.CanSubscribe = false;
        var waiting = await _bench.WaitAsync(_bench.Provider, LeaseBench.Patient());
        await held.DisposeAsync();
        await LeaseBench.UntilAsync(() => _bench.Store.Tries == 4);
        await _bench.Clock.WaitForTimersAsync(3, Stop); // the scheduler's, one for idle subscriptions, the sleep

        _bench.Pass(10);
        Assert.False(waiting.IsCompleted);
        _bench.Pass(0.025);

        Assert.NotNull(await waiting);
    }

    [Fact(Timeout = Limit)]
    public async Task Renewal_under_way_does_not_undo_the_shortening()
    {
        var handle = await _bench.TakeAsync(LeaseBench.Once() with { HoldAtLeast = TimeSpan.FromSeconds(15) });
        var gate = new TaskCompletionSource();
        _bench.Store.BeforeRenewal = () => gate.Task;
        _bench.Pass(10);
        await handle.DisposeAsync();
        gate.SetResult();
        await LeaseBench.UntilAsync(() => _bench.Store.Releases == 2);

        _bench.Pass(4.999);
        Assert.Equal(1, _bench.Server.Leases);
        _bench.Pass(0.001);

        Assert.Equal(0, _bench.Server.Leases);
    }

    [Fact(Timeout = Limit)]
    public async Task Abandoned_handle_is_released_and_a_warning_names_it()
    {
        await AbandonAsync();

        while (_bench.Server.Leases > 0)
        {
            Stop.ThrowIfCancellationRequested();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        Assert.Contains(_bench.Log.Entries, static entry => entry.Id == 12);
        _bench.Pass(100);
        Assert.Empty(_bench.Store.Batches);
    }

    [Fact(Timeout = Limit)]
    public async Task Disposal_loses_and_releases_what_is_held_and_ends_every_wait()
    {
        var first = await _bench.TakeAsync(LeaseBench.Once("a"));
        var second = await _bench.TakeAsync(LeaseBench.Once("b"));
        var waiting = await _bench.WaitAsync(_bench.Provider, LeaseBench.Patient("a"));
        var queued = _bench.Provider.TryAcquireAsync(LeaseBench.Patient("a"), Stop).AsTask();

        await _bench.Provider.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queued);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _bench.TakeAsync());
        Assert.Equal(LockLossReason.ProviderDisposed, first.LossReason);
        Assert.Equal(LockLossReason.ProviderDisposed, second.LossReason);
        Assert.Equal((0, 0, 0), (_bench.Server.Leases, _bench.Server.Waiters, _bench.Server.Subscriptions));
        await LeaseBench.UntilAsync(() => _bench.Clock.ScheduledTimers == 0); // the time limit of the disposal is taken away last
        await first.DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Disposal_waits_for_a_try_under_way_and_gives_its_lease_back_before_the_store_is_gone()
    {
        var gate = new TaskCompletionSource();
        _bench.Store.BeforeTry = (_, _) => gate.Task;
        var attempt = _bench.Provider.TryAcquireAsync(LeaseBench.Once(), Stop).AsTask();

        var disposal = _bench.Provider.DisposeAsync().AsTask();
        Assert.False(_bench.Store.IsDisposed);
        gate.SetResult();
        await disposal;

        await Assert.ThrowsAsync<ObjectDisposedException>(() => attempt);
        Assert.Equal(0, _bench.Server.Leases);
        Assert.Equal(0, _bench.Store.CallsAfterDisposal);
    }

    [Fact(Timeout = Limit)]
    public async Task Disposal_waits_for_a_canceled_try_that_still_takes_the_lease()
    {
        var (gate, tried) = (new TaskCompletionSource(), new TaskCompletionSource());
        _bench.Store.BeforeTry = (_, _) => gate.Task;
        _bench.Store.AfterTry = (_, _) =>
        {
            tried.SetResult();
            return Task.CompletedTask;
        };
        using var source = new CancellationTokenSource();
        var attempt = _bench.Provider.TryAcquireAsync(LeaseBench.Once(), source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt);

        var disposal = _bench.Provider.DisposeAsync().AsTask();
        await LeaseBench.UntilAsync(() => _bench.Store.Releases == 2); // at once, and when the provider closes: both before the try gets there
        gate.SetResult();

        await tried.Task;
        await disposal;
        Assert.Equal(0, _bench.Server.Leases);
        Assert.Equal(0, _bench.Store.CallsAfterDisposal);
    }

    [Fact(Timeout = Limit)]
    public async Task Disposal_over_a_store_that_never_answers_ends_after_five_seconds()
    {
        await _bench.TakeAsync();
        _bench.Store.BeforeRelease = static _ => new TaskCompletionSource().Task;
        _bench.Store.OperationTimeout = TimeSpan.FromMinutes(5);
        var disposal = _bench.Provider.DisposeAsync().AsTask();

        _bench.Pass(4.999);
        Assert.False(disposal.IsCompleted);
        _bench.Pass(0.001);

        await disposal;
        Assert.True(_bench.Store.IsDisposed);
    }

    [Fact(Timeout = Limit)]
    public async Task Disposal_releases_what_is_held_though_a_subscription_cannot_be_ended()
    {
        await _bench.TakeAsync();
        _bench.Store.OnUnsubscribe = static () => throw new IOException("cut");
        var waiting = await _bench.WaitAsync(_bench.Provider, LeaseBench.Patient());

        await _bench.Provider.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        Assert.Equal(0, _bench.Server.Leases);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task AbandonAsync() => Assert.NotNull(await _bench.Provider.TryAcquireAsync(LeaseBench.Once(), Stop));
}
