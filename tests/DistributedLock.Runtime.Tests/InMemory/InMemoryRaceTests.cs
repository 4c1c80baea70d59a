using Xunit;

namespace DistributedLock.Runtime.Tests.InMemory;

/// <summary>What happens when two things happen at once.</summary>
public sealed class InMemoryRaceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Timer_of_a_released_hold_that_fires_late_does_not_lose_the_next_hold()
    {
        var clock = new LateTimerProvider();
        await using var locks = new InMemoryLockProvider(new InMemoryLockOptions { TimeProvider = clock });
        var request = new LockRequest("k") { MaxHold = TimeSpan.FromSeconds(1) };
        var first = await locks.AcquireAsync(request, Token);
        var late = Assert.Single(clock.Callbacks);
        await first.DisposeAsync();
        await using var second = (DistributedLockHandle)await locks.AcquireAsync(request, Token);

        late();
        Assert.False(second.IsLost);
    }

    [Fact(Timeout = 30_000)]
    public async Task Key_that_the_table_forgot_goes_on_with_higher_tokens()
    {
        await using var locks = new InMemoryLockProvider();
        long last = 0;
        for (var i = 0; i < 100; i++)
        {
            await using var handle = await locks.AcquireAsync("k", cancellationToken: Token);
            last = handle.FencingToken!.Value;
        }

        // Far more idle keys than the table keeps.
        for (var i = 0; i < 10_000; i++)
        {
            await using var other = await locks.AcquireAsync($"other-{i}", cancellationToken: Token);
        }

        await using var again = await locks.AcquireAsync("k", cancellationToken: Token);
        Assert.True(again.FencingToken > last, $"{again.FencingToken} after {last}");
    }

    [Fact(Timeout = 30_000)]
    public async Task Contenders_and_collections_at_once_never_overlap()
    {
        await using var locks = new InMemoryLockProvider();
        var request = new LockRequest("k") { Timeout = Timeout.InfiniteTimeSpan, TrackFlow = false };
        var inside = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                for (var i = 0; i < 5_000; i++)
                {
                    await using var handle = await locks.AcquireAsync(request, Token);
                    Assert.Equal(1, Interlocked.Increment(ref inside));
                    Interlocked.Decrement(ref inside);
                    if (i % 20 == 0)
                    {
                        // By the contenders themselves: a thread that does nothing else stops all others for good.
                        GC.Collect(0);
                    }
                }
            },
            Token)));
    }

    [Fact(Timeout = 30_000)]
    public async Task Cancellations_timeouts_and_releases_at_once_leave_the_lock_free()
    {
        await using var locks = new InMemoryLockProvider();
        var inside = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(
            async () =>
            {
                for (var i = 0; i < 500; i++)
                {
                    using var source = new CancellationTokenSource();
                    var request = new LockRequest("k") { Timeout = TimeSpan.FromMilliseconds((n + i) % 3), TrackFlow = false };
                    var wait = locks.TryAcquireAsync(request, source.Token);
                    if (i % 4 == 0)
                    {
                        await source.CancelAsync();
                    }

                    try
                    {
                        if (await wait is { } handle)
                        {
                            Assert.Equal(1, Interlocked.Increment(ref inside));
                            await Task.Yield();
                            Interlocked.Decrement(ref inside);
                            await handle.DisposeAsync();
                        }
                    }
                    catch (OperationCanceledException)
                    {
                        // One of the outcomes; what counts is what is left behind.
                    }
                }
            },
            Token)));
        Assert.NotNull(locks.TryAcquire("k", cancellationToken: Token));
    }

    /// <summary>Timers never fire by themselves: a test fires them, also after they were disposed, as a callback that was already on its way would.</summary>
    private sealed class LateTimerProvider : TimeProvider
    {
        public List<Action> Callbacks { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Callbacks.Add(() => callback(state));
            return new DeadTimer();
        }

        private sealed class DeadTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
