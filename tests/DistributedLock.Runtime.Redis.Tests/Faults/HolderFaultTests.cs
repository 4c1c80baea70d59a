namespace DistributedLock.Redis.Tests;

/// <summary>The holder is stopped, or dies.</summary>
public sealed class HolderFaultTests : FaultTest
{
    [Fact(Timeout = Limit)]
    public async Task Holder_that_was_stopped_for_longer_than_its_lease_is_told_and_its_token_is_the_smaller_one()
    {
        await using var holder = await HoldAsync(Lease);
        var waiting = NewDirect().TryAcquireAsync(Request(Long), Stop).AsTask();
        await AssertWaitingAsync();

        holder.Freeze();
        await using var next = await waiting; // the lease has ended by the server's clock
        holder.Thaw();

        Assert.True(next!.FencingToken > holder.FencingToken);
        Assert.Equal("lost key", await holder.ReadAsync(Stop));
        Assert.False(next.LostToken.IsCancellationRequested);
        Assert.Single(await NewDirect().GetAsync("key", Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Holder_that_was_killed_is_followed_when_its_lease_has_ended()
    {
        await using var holder = await HoldAsync(Lease);
        var waiting = NewDirect().TryAcquireAsync(Request(Long), Stop).AsTask();
        await AssertWaitingAsync();

        holder.Kill();

        await using (var next = await waiting)
        {
            Assert.True(next!.FencingToken > holder.FencingToken);
        }

        await NothingIsLeftAsync(await DirectDatabaseAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Living_holder_is_renewed_for_longer_than_its_lease()
    {
        await using var holder = await HoldAsync(TimeSpan.FromSeconds(1));

        Assert.Null(await NewDirect().TryAcquireAsync(Request(TimeSpan.FromSeconds(3)), Stop));
    }

    private Task<StoppableHolder> HoldAsync(TimeSpan lease) => StoppableHolder.StartAsync(Server.ConnectionString, Prefix, "key", lease, Stop);
}
