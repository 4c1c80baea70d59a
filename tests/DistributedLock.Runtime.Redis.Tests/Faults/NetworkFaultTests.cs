using DistributedLock.TestServers;

namespace DistributedLock.Redis.Tests;

/// <summary>The server is well, but the line to it is not.</summary>
public sealed class NetworkFaultTests : FaultTest
{
    [Fact(Timeout = Limit)]
    public async Task Slow_line_only_slows_down()
    {
        var provider = NewProxied();
        // The first acquisition is the connection, a script that the server does not know yet, and the script itself, all within the time for one answer.
        Proxy.Delay(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50));

        await using (var handle = await TakeAsync(provider))
        {
            Proxy.Delay(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100));
            Assert.True(await handle.ExtendAsync(Lease, Stop));
            Assert.Null(await provider.TryAcquireAsync(Request(), Stop));
        }

        await NothingIsLeftAsync(await DirectDatabaseAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Cut_line_is_made_again_and_the_lock_stays_held()
    {
        var provider = NewProxied();
        var handle = await TakeAsync(provider, Request(lease: TimeSpan.FromSeconds(10)));

        Proxy.CutAll();

        await Eventually.IsTrueAsync(() => Proxy.OpenConnections > 0, "the driver is connected again", Stop);
        Assert.False(handle.LostToken.IsCancellationRequested);
        Assert.Null(await NewDirect().TryAcquireAsync(Request(), Stop));
        await handle.DisposeAsync();
        await NothingIsLeftAsync(await DirectDatabaseAsync());
    }

    [Theory(Timeout = Limit)]
    [InlineData(ProxyDirection.Up)]
    [InlineData(ProxyDirection.Down)]
    public async Task Half_open_line_fires_the_lost_token_before_another_one_can_get_in(ProxyDirection dropped)
    {
        await using var handle = await TakeAsync(NewProxied());

        Proxy.HalfOpen(dropped);
        var waiting = NewDirect().TryAcquireAsync(Request(Long), Stop).AsTask();
        var loss = await LossOfAsync(handle);

        Assert.InRange(loss, TimeSpan.Zero, LossLimit);
        Assert.False(waiting.IsCompleted);
        await using var next = await waiting; // when the lease has ended
        Assert.True(next!.FencingToken > handle.FencingToken);
        Proxy.Heal();
    }

    [Fact(Timeout = Limit)]
    public async Task Black_hole_fires_the_lost_token_and_a_request_fails_in_time()
    {
        var provider = NewProxied();
        var handle = await TakeAsync(provider);

        Proxy.BlackHole();
        Assert.InRange(await LossOfAsync(handle), TimeSpan.Zero, LossLimit);
        var exception = await Assert.ThrowsAsync<LockBackendException>(() => provider.TryAcquireAsync(Request(), Stop).AsTask());
        Assert.True(exception.IsTransient);
        Proxy.Heal();

        await handle.DisposeAsync();
        await NothingIsLeftAsync(await DirectDatabaseAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_whose_answer_was_lost_is_released_and_leaks_nothing()
    {
        var provider = NewProxied();
        await using (await TakeAsync(provider))
        {
            // So that the script is known, and the trap springs at the acquisition.
        }

        var cut = Proxy.CutBeforeNextAnswer("EVALSHA");
        await Assert.ThrowsAsync<LockBackendException>(() => provider.TryAcquireAsync(Request(lease: Long), Stop).AsTask());
        await cut.WaitAsync(Stop);

        await NothingIsLeftAsync(await DirectDatabaseAsync()); // long before the lease would have ended
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_whose_answer_was_lost_gets_the_lock_after_all()
    {
        var holder = await TakeAsync(NewDirect(), Request(lease: Long));
        var provider = NewProxied();
        var waiting = provider.TryAcquireAsync(Request(Long, Long), Stop).AsTask();
        await AssertWaitingAsync();

        var cut = Proxy.CutBeforeNextAnswer("EVALSHA");
        await holder.DisposeAsync();
        await cut.WaitAsync(Stop);

        await using (var handle = await waiting)
        {
            Assert.NotNull(handle);
            Assert.Single(await provider.GetAsync("key", Stop));
        }

        await NothingIsLeftAsync(await DirectDatabaseAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Release_whose_answer_was_lost_has_released()
    {
        var provider = NewProxied();
        var handle = await TakeAsync(provider, Request(lease: Long));

        var cut = Proxy.CutBeforeNextAnswer("EVALSHA");
        await handle.DisposeAsync();
        await cut.WaitAsync(Stop);

        await NothingIsLeftAsync(await DirectDatabaseAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_on_a_broken_line_is_served_when_it_is_whole_again()
    {
        var holder = await TakeAsync(NewDirect(), Request(lease: Long));
        var waiting = NewProxied().TryAcquireAsync(Request(Long), Stop).AsTask();
        await AssertWaitingAsync();

        Proxy.Refuse();
        Proxy.CutAll();
        await holder.DisposeAsync();
        Assert.False(waiting.IsCompleted);
        Proxy.Heal();

        await using var handle = await waiting;
        Assert.NotNull(handle);
    }
}
