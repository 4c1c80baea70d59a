using DistributedLock.Leases;
using Xunit;

namespace DistributedLock.Runtime.Tests.Leases;

public sealed class LeaseWaitTests
{
    private const int Limit = 30_000;

    private readonly LeaseBench _bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task One_waiter_of_a_process_talks_to_the_store_and_all_are_served_in_their_order()
    {
        var held = await _bench.TakeAsync();
        var other = _bench.Create();
        var first = await _bench.WaitAsync(other, LeaseBench.Patient());
        var tries = other.Fake.Tries;
        var rest = Enumerable.Range(0, 50).Select(_ => other.TryAcquireAsync(LeaseBench.Patient(), Stop).AsTask()).ToList();

        Assert.Equal(tries, other.Fake.Tries);
        Assert.Equal(1, _bench.Server.Waiters);
        Assert.Equal(1, _bench.Server.Subscriptions);
        await held.DisposeAsync();
        var handle = await first;
        foreach (var waiting in rest)
        {
            Assert.False(waiting.IsCompleted);
            await handle!.DisposeAsync();
            handle = await waiting;
        }

        await handle!.DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Local_release_wakes_the_local_waiter_without_a_signal_of_the_store()
    {
        _bench.Store.CanSubscribe = false;
        var held = await _bench.TakeAsync();
        var waiting = await _bench.WaitAsync(_bench.Provider, LeaseBench.Patient());

        await held.DisposeAsync();

        Assert.NotNull(await waiting);
        Assert.Equal(TimeSpan.Zero, _bench.Clock.Elapsed);
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_without_signals_tries_when_the_lease_in_its_way_has_ended_and_hardly_later()
    {
        await using var held = await _bench.TakeAsync();
        var other = _bench.Create();
        other.Fake.CanSubscribe = false;
        _bench.Store.BeforeRenewal = static () => throw new IOException("cut");
        var waiting = await _bench.WaitAsync(other, LeaseBench.Patient());
        await _bench.Clock.WaitForTimersAsync(3, Stop); // the scheduler's, one for idle subscriptions, the sleep
        var tries = other.Fake.Tries;

        _bench.Pass(30);
        Assert.Equal(tries, other.Fake.Tries);
        _bench.Pass(0.025);

        await using var next = await waiting;
        Assert.NotNull(next);
        Assert.Equal(tries + 1, other.Fake.Tries);
    }

    [Fact(Timeout = Limit)]
    public async Task Negative_rest_of_the_lease_in_the_way_makes_a_short_sleep()
    {
        var held = await _bench.TakeAsync();
        var other = _bench.Create();
        other.Fake.OnTried = static answer => answer.IsAcquired ? answer : LeaseAnswer.Contended(TimeSpan.FromSeconds(-1));
        var waiting = other.TryAcquireAsync(LeaseBench.Patient(), Stop).AsTask();
        await _bench.Clock.WaitForTimersAsync(2, Stop);
        await held.DisposeAsync();

        await _bench.PassUntilAsync(waiting);

        Assert.NotNull(await waiting);
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Writer_that_gave_up_no_longer_holds_readers_back(bool isCancelled)
    {
        var shared = LeaseBench.Patient() with { Mode = LockMode.Shared };
        await using var held = await _bench.TakeAsync(shared);
        using var source = new CancellationTokenSource();
        var writer = await _bench.WaitAsync(_bench.Create(), LeaseBench.Once() with { Timeout = TimeSpan.FromSeconds(5) }, source);
        var reader = await _bench.WaitAsync(_bench.Create(), shared);
        Assert.False(reader.IsCompleted);

        if (isCancelled)
        {
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer);
        }
        else
        {
            await _bench.Clock.WaitForTimersAsync(5, Stop); // the scheduler's, two for idle subscriptions, two sleeps
            _bench.Pass(4.999);
            Assert.False(writer.IsCompleted);
            _bench.Pass(0.001);
            Assert.Null(await writer);
        }

        await using var handle = await reader;
        Assert.NotNull(handle);
        Assert.Equal(0, _bench.Server.Waiters);
    }

    [Fact(Timeout = Limit)]
    public async Task Subscription_under_way_at_a_cancellation_is_ended_when_it_is_made()
    {
        await using var held = await _bench.TakeAsync();
        var other = _bench.Create();
        var (asked, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        other.Fake.BeforeSubscribe = () =>
        {
            asked.SetResult();
            return gate.Task;
        };
        var made = 0;
        other.Fake.OnSubscribed = () => made++;
        using var source = new CancellationTokenSource();
        var waiting = other.TryAcquireAsync(LeaseBench.Patient(), source.Token).AsTask();
        await asked.Task;

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.SetResult();

        await LeaseBench.UntilAsync(() => made == 1 && _bench.Server.Subscriptions == 0);
        Assert.Equal(0, _bench.Server.Waiters);
    }

    [Fact(Timeout = Limit)]
    public async Task Subscription_of_a_forgotten_key_leaves_neither_a_subscription_nor_a_timer()
    {
        var held = await _bench.TakeAsync();
        var other = _bench.Create();
        var waiting = await _bench.WaitAsync(other, LeaseBench.Patient());
        await held.DisposeAsync();
        await (await waiting)!.DisposeAsync();
        Assert.Equal(1, _bench.Server.Subscriptions);

        // So many keys that the table forgets idle ones.
        for (var i = 0; i < 1_100; i++)
        {
            (await LeaseBench.TakeAsync(other, LeaseBench.Once($"k{i}"))).Dispose();
        }

        Assert.Equal(0, _bench.Server.Subscriptions);
        _bench.Pass(100);
        Assert.Equal(0, _bench.Clock.ScheduledTimers);
    }

    [Fact(Timeout = Limit)]
    public async Task Synchronous_form_waits_and_is_woken()
    {
        var held = await _bench.TakeAsync();
        var waiting = Task.Factory.StartNew(
            () => _bench.Provider.TryAcquire(LeaseBench.Patient(), Stop), Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await LeaseBench.UntilAsync(() => _bench.Server.Waiters == 1);

        held.Dispose();

        using var next = await waiting;
        Assert.NotNull(next);
        Assert.Equal(0, _bench.Server.Waiters);
    }

    [Fact(Timeout = Limit)]
    public async Task Synchronous_form_is_cancelled_and_leaves_no_waiter()
    {
        await using var held = await _bench.TakeAsync();
        using var source = new CancellationTokenSource();
        var waiting = Task.Factory.StartNew(
            () => _bench.Provider.TryAcquire(LeaseBench.Patient(), source.Token), Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await LeaseBench.UntilAsync(() => _bench.Server.Waiters == 1);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await LeaseBench.UntilAsync(() => _bench.Server.Waiters == 0);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(-0.001)]
    [InlineData(0)]
    [InlineData(50 * 86_400d)]
    public void Store_whose_times_no_timer_can_take_is_refused(double seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);

        Assert.Throws<ArgumentException>(() => new FakeLeaseProvider(new FakeLeaseStore(_bench.Server) { PollInterval = time }));
        Assert.Throws<ArgumentException>(() => new FakeLeaseProvider(new FakeLeaseStore(_bench.Server) { OperationTimeout = time }));
    }
}
