namespace DistributedLock.Redis.Tests;

public sealed class MajorityStoreTests : MajorityTest
{
    [Theory(Timeout = Limit)]
    [InlineData(LockMode.Exclusive)]
    [InlineData(LockMode.Shared)]
    public async Task Lease_is_taken_on_all_servers_and_ended_on_all(LockMode mode)
    {
        await StartServersAsync(3);
        var store = NewMajority();
        var claim = Claim(Lock(), mode: mode);

        var answer = await TakeAsync(store, claim);

        Assert.Null(answer.FencingToken);
        Assert.InRange(answer.Validity!.Value, Long * 0.98, Long * 0.99);
        await Until.TrueAsync(async () => await HoldersAsync() == 3, "all servers know it", Stop);
        Assert.True((await store.RenewAsync([new(claim, Long)], Stop))[0]);
        Assert.Null(Assert.Single(await store.FindAsync(Lock(), Stop)).FencingToken);
        await AssertContendedAsync(store, Exclusive());
        Assert.True(await EndAsync(store, claim));
        await Until.TrueAsync(async () => await HoldersAsync() == 0, "no server knows it", Stop);
        Assert.False(await EndAsync(store, claim));
    }

    [Fact(Timeout = Limit)]
    public async Task Semaphore_is_refused()
    {
        await StartServersAsync(3);
        var store = NewMajority();

        var exception = await Assert.ThrowsAsync<NotSupportedException>(() => store.TryAcquireAsync(Permit(2), Stop).AsTask());

        Assert.Contains("semaphore", exception.Message, StringComparison.Ordinal);
        Assert.False(await EndAsync(store, Permit(2)));
    }

    [Fact(Timeout = Limit)]
    public async Task Two_of_five_servers_that_are_down_change_nothing()
    {
        await StartServersAsync(5);
        var store = NewMajority();
        var held = Exclusive();
        await TakeAsync(store, held);
        Servers[0].Kill();
        Servers[1].Kill();

        Assert.True((await store.RenewAsync([new(held, Long)], Stop))[0]);
        await AssertContendedAsync(store, Exclusive());
        Assert.True(await EndAsync(store, held));
        var next = Exclusive();
        await TakeAsync(store, next);
        Assert.True(await EndAsync(store, next));
    }

    [Fact(Timeout = Limit)]
    public async Task Two_of_five_servers_that_hang_change_nothing()
    {
        await StartServersAsync(5);
        var store = NewMajority();
        var held = Exclusive();
        await TakeAsync(store, held);
        Servers[3].Freeze();
        Servers[4].Freeze();

        Assert.True((await store.RenewAsync([new(held, Long)], Stop))[0]);
        await AssertContendedAsync(store, Exclusive());
        Assert.True(await EndAsync(store, held));
        var next = Exclusive();
        await TakeAsync(store, next);
        Assert.True(await EndAsync(store, next));
    }

    [Fact(Timeout = Limit)]
    public async Task Three_of_five_servers_that_are_down_are_too_many()
    {
        await StartServersAsync(5);
        var store = NewMajority();
        var held = Exclusive();
        await TakeAsync(store, held);
        Servers.Take(3).ToList().ForEach(server => server.Kill());

        await Assert.ThrowsAsync<LockBackendException>(() => store.RenewAsync([new(held, Long)], Stop).AsTask());
        var exception = await Assert.ThrowsAsync<LockBackendException>(() => store.TryAcquireAsync(Claim(Lock("other")), Stop).AsTask());

        Assert.Contains("too few of the 5 servers answered in time: expected 3", exception.Message, StringComparison.Ordinal);
        foreach (var server in Servers.Skip(3))
        {
            Assert.Empty(await NewStoreOf(server).FindAsync(Lock("other"), Stop));
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Lease_that_most_servers_have_lost_is_lost_and_not_created_again()
    {
        await StartServersAsync(3);
        var store = NewMajority();
        var held = Exclusive();
        await TakeAsync(store, held);
        foreach (var server in Servers.Take(2))
        {
            Assert.True(await EndAsync(NewStoreOf(server), held));
        }

        Assert.False((await store.RenewAsync([new(held, Long)], Stop))[0]);

        Assert.True(await HoldersAsync() <= 1);
    }

    [Fact(Timeout = Limit)]
    public async Task Try_without_a_majority_leaves_nothing()
    {
        await StartServersAsync(3);
        var store = NewMajority();
        var inTheWay = Exclusive();
        foreach (var server in Servers.Take(2))
        {
            await TakeAsync(NewStoreOf(server), inTheWay);
        }

        var answer = await AssertContendedAsync(store, Exclusive());

        Assert.InRange(answer.RetryAfter!.Value, Long - TimeSpan.FromMinutes(1), Long);
        Assert.Empty(await NewStoreOf(Servers[2]).FindAsync(Lock(), Stop));
    }

    private async Task<int> HoldersAsync()
    {
        var holders = 0;
        foreach (var server in Servers)
        {
            holders += (await NewStoreOf(server).FindAsync(Lock(), Stop)).Count;
        }

        return holders;
    }
}
