using DistributedLock.Testing;
using Xunit;

namespace DistributedLock.Runtime.Tests.Inspection;

public sealed class InMemoryForceReleaseTests
{
    private const int Limit = 60_000;

    private readonly InMemoryLockProvider _locks = new(new InMemoryLockOptions { AllowForceRelease = true });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Handle_whose_hold_was_ended_is_lost_and_may_take_the_lock_again()
    {
        var handle = (DistributedLockHandle)await _locks.AcquireAsync("k", cancellationToken: Stop);
        var lost = handle.LostToken;

        Assert.True(await EndAsync(await OnlyAsync("k")));

        Assert.Equal(LockLossReason.NotHeld, handle.LossReason);
        await using var again = await _locks.AcquireAsync("k", cancellationToken: Stop); // the flow does not hold it any more
        await handle.DisposeAsync();
        Assert.Equal(again.FencingToken, (await OnlyAsync("k")).FencingToken);
        var fired = new TaskCompletionSource();
        await using (lost.Register(fired.SetResult))
        {
            await fired.Task.WaitAsync(Stop);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Hold_that_was_too_long_can_be_ended()
    {
        var clock = new ManualTimeProvider();
        await using var locks = new InMemoryLockProvider(new InMemoryLockOptions { AllowForceRelease = true, TimeProvider = clock });
        await using var handle = (DistributedLockHandle)await locks.AcquireAsync(new LockRequest("k") { MaxHold = TimeSpan.FromSeconds(1) }, Stop);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(LockLossReason.HoldExceeded, handle.LossReason);

        Assert.True(await locks.ForceReleaseAsync(Assert.Single(await locks.GetAsync("k", Stop)), Stop));

        Assert.Equal(LockLossReason.HoldExceeded, handle.LossReason);
        await using var next = await locks.AcquireAsync(new LockRequest("k") { Timeout = TimeSpan.Zero, TrackFlow = false }, Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Handle_that_nobody_has_any_more_is_no_holder()
    {
        await AbandonAsync();
        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.Empty(await _locks.GetAsync("k", Stop));
    }

    /// <summary>With one request for all holds: only the tokens tell them apart. At the end the lock has to be whole: neither stuck nor open for too many.</summary>
    [Theory(Timeout = Limit)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 0)]
    [InlineData(3, 1)]
    public async Task Releases_of_both_kinds_at_once_leave_the_lock_whole(int permits, int leastMicroseconds)
    {
        var request = new LockRequest("k")
        {
            MaxConcurrency = permits, Timeout = Timeout.InfiniteTimeSpan, TrackFlow = false, HoldAtLeast = TimeSpan.FromMicroseconds(leastMicroseconds * 200),
        };
        using var done = new CancellationTokenSource();
        var ended = 0;
        var enders = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                foreach (var held in await _locks.GetAsync("k", Stop))
                {
                    Interlocked.Add(ref ended, await EndAsync(held) ? 1 : 0);
                }

                await Task.Yield();
            }
        })).ToArray();
        await Task.WhenAll(Enumerable.Range(0, permits + 2).Select(_ => Task.Run(async () =>
        {
            // A busy machine may let the others begin late.
            for (var i = 0; i < 3_000 || Volatile.Read(ref ended) == 0; i++)
            {
                var handle = await _locks.AcquireAsync(request, Stop);
                if (i % 3 == 0)
                {
                    await Task.Yield();
                }

                await handle.DisposeAsync();
            }
        })));
        await done.CancelAsync();
        await Task.WhenAll(enders);

        var all = new List<IDistributedLockHandle>();
        for (var i = 0; i < permits; i++)
        {
            all.Add(await _locks.AcquireAsync(request with { Timeout = TimeSpan.FromSeconds(20), HoldAtLeast = TimeSpan.Zero }, Stop));
        }

        Assert.Null(await _locks.TryAcquireAsync(request with { Timeout = TimeSpan.Zero }, Stop));
        Assert.Equal(permits, (await _locks.GetAsync("k", Stop)).Count);
    }

    private async Task AbandonAsync() => await _locks.TryAcquireAsync(new LockRequest("k"), Stop);

    private async Task<LockInfo> OnlyAsync(string key) => Assert.Single(await _locks.GetAsync(key, Stop));

    private ValueTask<bool> EndAsync(LockInfo held) => _locks.ForceReleaseAsync(held, Stop);
}
