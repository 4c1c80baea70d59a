using System.Diagnostics;

namespace DistributedLock.FileSystem.Tests;

public sealed class WaitingTests : FileLockTest
{
    [Fact(Timeout = Limit)]
    public async Task Waiter_is_woken_by_the_release_of_another_provider_without_polling()
    {
        var (one, other) = (NewProvider(NoPolling), NewProvider(NoPolling));
        var held = await TakeAsync(one, Exclusive("k"));
        var waiting = TakeAsync(other, Exclusive("k", Long));
        await AssertWaitingAsync("k");

        await held.DisposeAsync();

        await (await waiting).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Synchronous_waiter_is_woken_by_a_release_without_polling()
    {
        var (one, other) = (NewProvider(NoPolling), NewProvider(NoPolling));
        var held = await TakeAsync(one, Exclusive("k"));
        var waiting = Task.Factory.StartNew(() => other.TryAcquire(Exclusive("k", Long), Stop), Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await AssertWaitingAsync("k");

        held.Dispose();

        using var next = await waiting;
        Assert.NotNull(next);
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_for_a_permit_is_woken_without_polling()
    {
        var (one, other) = (NewProvider(NoPolling), NewProvider(NoPolling));
        var first = await TakeAsync(one, Permit("k", 2));
        await using var second = await TakeAsync(other, Permit("k", 2));
        var waiting = TakeAsync(other, Permit("k", 2, Long));
        await AssertWaitingAsync("k@permits");

        await first.DisposeAsync();

        await (await waiting).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_polls_where_no_watch_can_be_had()
    {
        var (one, other) = (NewProvider(NoPush), NewProvider(NoPush));
        var held = await TakeAsync(one, Exclusive("k"));
        var waiting = TakeAsync(other, Exclusive("k", Long));
        await AssertWaitingAsync("k");

        await held.DisposeAsync();

        await (await waiting).DisposeAsync();
    }

    [Theory(Timeout = Limit)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(150)]
    public async Task Wait_ends_at_its_time_out(int milliseconds)
    {
        var (one, other) = (NewProvider(), NewProvider());
        await using var held = await TakeAsync(one, Exclusive("k"));
        var start = Stopwatch.GetTimestamp();

        await AssertContendedAsync(other, Exclusive("k", TimeSpan.FromMilliseconds(milliseconds)));

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, milliseconds, milliseconds + 1000);
    }

    [Fact(Timeout = Limit)]
    public async Task Wait_behind_a_holder_of_the_same_provider_ends_at_its_time_out()
    {
        var one = NewProvider();
        await using var held = await TakeAsync(one, Exclusive("k"));

        await AssertContendedAsync(one, Exclusive("k", TimeSpan.FromMilliseconds(100)));
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_that_comes_free_unnoticed_is_taken_by_the_last_try_at_the_time_out()
    {
        // Neither pushed nor polled: only the try at the time-out can succeed.
        var other = NewProvider(options => (options.IsPushEnabled, options.PollIntervalWithoutPush) = (false, Long));
        var held = await TakeAsync(NewProvider(), Exclusive("k"));
        var waiting = TakeAsync(other, Exclusive("k", TimeSpan.FromSeconds(1)));
        await AssertWaitingAsync("k");

        await held.DisposeAsync();

        await (await waiting).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Cancelled_wait_throws_and_leaves_nothing_behind()
    {
        var (one, other) = (NewProvider(), NewProvider());
        await using var held = await TakeAsync(one, Shared("k"));
        using var source = new CancellationTokenSource();
        var waiting = other.TryAcquireAsync(Exclusive("k", Long), source.Token).AsTask();
        await AssertWaitingAsync("k", "write");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        AssertNobodyWaits();
    }

    [Fact(Timeout = Limit)]
    public async Task Wait_that_timed_out_leaves_nothing_behind()
    {
        var (one, other) = (NewProvider(), NewProvider());
        await using var held = await TakeAsync(one, Shared("k"));

        await AssertContendedAsync(other, Exclusive("k", TimeSpan.FromMilliseconds(50)));

        AssertNobodyWaits();
    }

    [Fact(Timeout = Limit)]
    public async Task Cancelled_request_throws_before_it_touches_anything()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await NewProvider().TryAcquireAsync(Exclusive("k"), new CancellationToken(canceled: true)));

        Assert.Empty(Directory.GetFiles(Root));
    }

    [Fact(Timeout = Limit)]
    public async Task Waiters_of_one_provider_are_served_in_their_order()
    {
        var (one, other) = (NewProvider(), NewProvider());
        var held = await TakeAsync(one, Exclusive("k"));
        var served = new List<int>();
        var waiting = Enumerable.Range(0, 10).Select(number => ServeAsync(number)).ToArray();

        await held.DisposeAsync();
        await Task.WhenAll(waiting);

        Assert.Equal(Enumerable.Range(0, 10), served);

        async Task ServeAsync(int number)
        {
            await using var handle = await TakeAsync(other, Exclusive("k", Long));
            served.Add(number);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Permits_are_served_in_the_order_of_their_waiters()
    {
        var (one, other) = (NewProvider(), NewProvider());
        var first = await TakeAsync(one, Permit("k", 2));
        var second = await TakeAsync(one, Permit("k", 2));
        var earlier = TakeAsync(other, Permit("k", 2, Long));
        var later = TakeAsync(other, Permit("k", 2, Long));
        await AssertWaitingAsync("k@permits");

        await first.DisposeAsync();

        await earlier;
        Assert.False(later.IsCompleted);
        await AssertContendedAsync(other, Permit("k", 2));
        await second.DisposeAsync();
        await (await later).DisposeAsync();
        await (await earlier).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Hundred_tasks_on_one_key_never_overlap()
    {
        FileSystemLockProvider[] providers = [NewProvider(), NewProvider()];
        var inside = 0;

        await Task.WhenAll(Enumerable.Range(0, 100).Select(async number =>
        {
            await Task.Yield();
            await using var handle = await TakeAsync(providers[number % 2], Exclusive("k", Long));
            Assert.Equal(1, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        }));
    }

    [Fact(Timeout = Limit)]
    public async Task Thousand_keys_are_held_at_once()
    {
        var one = NewProvider();

        var handles = await Task.WhenAll(Enumerable.Range(0, 1000).Select(number => TakeAsync(one, Exclusive($"k-{number}"))));

        foreach (var handle in handles)
        {
            await handle.DisposeAsync();
        }
    }

    private void AssertNobodyWaits()
    {
        var directory = new LockDirectory(Root);
        Assert.All(Directory.GetFiles(Root, "*.w*"), file => Assert.False(directory.IsLocked(file), file));
    }

    private static void NoPolling(FileSystemLockOptions options) =>
        (options.PollInterval, options.PollIntervalWithoutPush) = (Long, Long);

    private static void NoPush(FileSystemLockOptions options) => options.IsPushEnabled = false;
}
