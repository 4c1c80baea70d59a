using Xunit;

namespace DistributedLock.Runtime.Tests.Leases;

public sealed class LeaseRenewalTests
{
    private const int Limit = 30_000;

    private readonly LeaseBench _bench = new();

    [Fact(Timeout = Limit)]
    public async Task Lease_is_renewed_at_a_third_of_it_and_not_before()
    {
        await using var handle = await _bench.TakeAsync();

        _bench.Pass(9.999);
        Assert.Empty(_bench.Store.Batches);

        _bench.Pass(0.001);
        Assert.Equal([1], _bench.Store.Batches);
        _bench.Pass(1_000);
        Assert.False(handle.IsLost);
        Assert.Equal(1, _bench.Server.Leases);
    }

    [Fact(Timeout = Limit)]
    public async Task Thousand_leases_are_renewed_in_one_batch_by_one_timer()
    {
        for (var i = 0; i < 1_000; i++)
        {
            await _bench.TakeAsync(LeaseBench.Once($"k{i}"));
        }

        Assert.Equal(1, _bench.Clock.ScheduledTimers);
        _bench.Pass(10);

        Assert.Equal([1_000], _bench.Store.Batches);
        await _bench.Provider.DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Lease_in_its_last_quarter_before_the_third_comes_along()
    {
        await using var first = await _bench.TakeAsync(LeaseBench.Once("a"));
        _bench.Pass(2.5);
        await using var second = await _bench.TakeAsync(LeaseBench.Once("b"));
        _bench.Pass(0.1);
        await using var third = await _bench.TakeAsync(LeaseBench.Once("c"));

        _bench.Pass(7.4);

        Assert.Equal([2], _bench.Store.Batches);
    }

    [Fact(Timeout = Limit)]
    public async Task Failed_renewal_is_tried_again_within_a_second()
    {
        await using var handle = await _bench.TakeAsync();
        _bench.Store.BeforeRenewal = static () => throw new IOException("cut");
        _bench.Pass(10);
        _bench.Store.BeforeRenewal = static () => Task.CompletedTask;

        _bench.Pass(1);

        Assert.Equal([1, 1], _bench.Store.Batches);
        Assert.Contains(_bench.Log.Entries, static entry => entry.Id == 15);
        _bench.Pass(9.999);
        Assert.Equal(2, _bench.Store.Batches.Count);
        Assert.False(handle.IsLost);
    }

    [Theory(Timeout = Limit)]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Wrong_number_of_answers_counts_as_a_failure(int answers)
    {
        await using var handle = await _bench.TakeAsync();
        _bench.Store.OnRenewed = _ => new bool[answers];

        _bench.Pass(19.999);
        Assert.False(handle.IsLost);
        _bench.Pass(0.001);

        Assert.True(handle.IsLost);
        Assert.True(_bench.Store.Batches.Count > 5);
    }

    [Fact(Timeout = Limit)]
    public async Task Acknowledgement_counts_from_before_the_renewal_was_sent()
    {
        await using var handle = await _bench.TakeAsync();
        var gate = new TaskCompletionSource();
        _bench.Store.BeforeRenewal = () => gate.Task;
        _bench.Pass(10);
        _bench.Pass(4);
        _bench.Store.BeforeRenewal = static () => throw new IOException("cut");
        gate.SetResult();
        await LeaseBench.UntilAsync(() => handle.ExpiresAt == _bench.Clock.GetUtcNow() + TimeSpan.FromSeconds(26));

        _bench.Pass(15.999);
        Assert.False(handle.IsLost);
        _bench.Pass(0.001);
        Assert.True(handle.IsLost);
    }

    [Fact(Timeout = Limit)]
    public async Task Unanswered_renewal_is_given_up_and_sent_again_before_the_lease_is_lost()
    {
        await using var handle = await _bench.TakeAsync();
        _bench.Store.BeforeRenewal = static () => new TaskCompletionSource().Task;
        _bench.Pass(10);
        _bench.Store.BeforeRenewal = static () => Task.CompletedTask;

        _bench.Pass(6);

        Assert.Equal([1, 1], _bench.Store.Batches);
        _bench.Pass(100);
        Assert.False(handle.IsLost);
    }

    [Fact(Timeout = Limit)]
    public async Task Short_lease_in_a_batch_does_not_cut_the_time_of_a_long_one()
    {
        await using var lasting = await _bench.TakeAsync(LeaseBench.Once("long"));
        _bench.Pass(9);
        await using var brief = await _bench.TakeAsync(LeaseBench.Once("short") with { Lease = TimeSpan.FromSeconds(3) });
        var gate = new TaskCompletionSource();
        _bench.Store.BeforeRenewal = () => gate.Task;
        _bench.Pass(1);
        Assert.Equal([2], _bench.Store.Batches);
        _bench.Store.BeforeRenewal = static () => throw new IOException("cut");
        _bench.Pass(0.6);
        gate.SetResult();
        await LeaseBench.UntilAsync(() => lasting.ExpiresAt == _bench.Clock.GetUtcNow() + TimeSpan.FromSeconds(29.4));

        _bench.Pass(19.399);
        Assert.False(lasting.IsLost);
        _bench.Pass(0.001);
        Assert.True(lasting.IsLost);
    }

    [Fact(Timeout = Limit)]
    public async Task Store_that_blocks_the_timer_does_not_stop_the_watch()
    {
        await using var handle = await _bench.TakeAsync();
        using var gate = new ManualResetEventSlim();
        _bench.Store.BeforeRenewal = () =>
        {
            gate.Wait();
            return Task.CompletedTask;
        };
        var blocked = Task.Run(() => _bench.Pass(10), TestContext.Current.CancellationToken);
        await LeaseBench.UntilAsync(() => _bench.Store.Batches.Count == 1);
        try
        {
            _bench.Store.BeforeRenewal = static () => throw new IOException("cut");
            _bench.Pass(10);
            Assert.True(handle.IsLost);
        }
        finally
        {
            gate.Set();
            await blocked;
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Released_lease_is_not_renewed_and_not_lost_by_a_renewal_under_way()
    {
        var handle = await _bench.TakeAsync();
        var gate = new TaskCompletionSource();
        _bench.Store.BeforeRenewal = () => gate.Task;
        _bench.Pass(10);

        await handle.DisposeAsync();
        gate.SetResult();
        _bench.Pass(100);

        Assert.Equal([1], _bench.Store.Batches);
        Assert.Equal(0, _bench.Server.Leases);
        Assert.False(handle.IsLost);
    }

    [Theory(Timeout = Limit)]
    [InlineData(0.001)]
    [InlineData(49 * 86_400d)]
    public async Task Tiniest_and_longest_leases_have_timers(double seconds)
    {
        await using var handle = await _bench.TakeAsync(LeaseBench.Once() with { Lease = TimeSpan.FromSeconds(seconds), MaxHold = TimeSpan.FromDays(49) });

        _bench.Pass(0.0001);

        Assert.False(handle.IsLost);
    }

    [Fact(Timeout = Limit)]
    public async Task Renewal_that_fails_after_it_was_given_up_is_observed()
    {
        await using var handle = await _bench.TakeAsync();
        var gate = new TaskCompletionSource();
        var unobserved = 0;
        EventHandler<UnobservedTaskExceptionEventArgs> handler = (_, arguments) =>
            Interlocked.Add(ref unobserved, arguments.Exception.ToString().Contains("lost renewal", StringComparison.Ordinal) ? 1 : 0);
        TaskScheduler.UnobservedTaskException += handler;
        try
        {
            _bench.Store.BeforeRenewal = () => gate.Task;
            _bench.Pass(10);
            _bench.Store.BeforeRenewal = static () => Task.CompletedTask;
            _bench.Pass(6);
            gate.SetException(new IOException("lost renewal"));
            gate = new TaskCompletionSource();
            for (var i = 0; i < 5; i++)
            {
                await Task.Yield();
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            Assert.Equal(0, unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= handler;
        }
    }
}
