using DistributedLock.TestServers;

namespace DistributedLock.Redis.Tests;

public sealed class ExclusiveLeaseTests : RedisTest
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);

    [Fact(Timeout = Limit)]
    public async Task Held_lease_excludes_both_modes_and_tells_its_rest()
    {
        var store = NewStore();
        await TakeAsync(store, Exclusive());

        var exclusive = await AssertContendedAsync(store, Exclusive());
        var shared = await AssertContendedAsync(store, Shared());

        Assert.InRange(exclusive.RetryAfter!.Value, Long - TimeSpan.FromMinutes(1), Long);
        Assert.InRange(shared.RetryAfter!.Value, Long - TimeSpan.FromMinutes(1), Long);
    }

    [Fact(Timeout = Limit)]
    public async Task Release_frees_the_lease_and_leaves_nothing()
    {
        var store = NewStore();
        var claim = Exclusive();
        await TakeAsync(store, claim);

        Assert.True(await EndAsync(store, claim));

        Assert.Empty(await TracesAsync());
        await TakeAsync(store, Exclusive());
    }

    [Fact(Timeout = Limit)]
    public async Task Release_by_another_owner_changes_nothing()
    {
        var store = NewStore();
        await TakeAsync(store, Exclusive());

        Assert.False(await EndAsync(store, Exclusive()));

        await AssertContendedAsync(store, Exclusive());
    }

    [Fact(Timeout = Limit)]
    public async Task Owner_that_begins_like_another_one_is_another_one()
    {
        var store = NewStore();
        var claim = new Leases.LeaseClaim(Lock(), "abcdef", Long);
        await TakeAsync(store, claim);

        Assert.False(await EndAsync(store, new Leases.LeaseClaim(Lock(), "abc", Long)));
        Assert.True(await EndAsync(store, claim));
    }

    [Fact(Timeout = Limit)]
    public async Task Expired_lease_does_not_exist()
    {
        var store = NewStore();
        var claim = Exclusive(Short);
        await TakeAsync(store, claim);
        await NothingIsLeftAsync();

        Assert.False((await store.RenewAsync([new(claim, Long)], Stop))[0]);
        Assert.False(await EndAsync(store, claim));
        Assert.Empty(await TracesAsync());
        await TakeAsync(store, Exclusive());
    }

    [Fact(Timeout = Limit)]
    public async Task Release_that_keeps_the_lease_sets_its_rest()
    {
        var store = NewStore();
        var claim = Exclusive();
        await TakeAsync(store, claim);

        Assert.True(await EndAsync(store, claim, keepFor: TimeSpan.FromSeconds(20)));

        var answer = await AssertContendedAsync(store, Exclusive());
        Assert.InRange(answer.RetryAfter!.Value, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
    }

    [Fact(Timeout = Limit)]
    public void Synchronous_form_does_the_same()
    {
        var store = NewStore();
        var claim = Exclusive();

        Assert.True(store.TryAcquire(claim, Stop).IsAcquired);
        Assert.False(store.TryAcquire(Exclusive(waiter: "one"), Stop).IsAcquired);
        store.Withdraw(Exclusive(waiter: "one"), Stop);
        Assert.True(store.Release(claim, TimeSpan.Zero, Stop));
        Assert.False(store.Release(claim, TimeSpan.Zero, Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Tokens_grow_also_after_release_expiry_and_loss_of_the_counter()
    {
        var store = NewStore();
        var claim = Exclusive();
        var first = (await TakeAsync(store, claim)).FencingToken;
        await EndAsync(store, claim);

        claim = Exclusive(Short);
        var second = (await TakeAsync(store, claim)).FencingToken;
        await NothingIsLeftAsync();
        await Database.KeyDeleteAsync(RedisLeaseNames.Of(Lock()).Fence);
        var third = (await TakeAsync(store, Exclusive())).FencingToken;

        Assert.True(first < second);
        Assert.True(second < third);
    }

    [Fact(Timeout = Limit)]
    public async Task Tokens_grow_also_when_the_servers_clock_was_set_back()
    {
        var store = NewStore();
        const long Future = 4_000_000_000_000_001;
        await Database.StringSetAsync(RedisLeaseNames.Of(Lock()).Fence, Future);

        var claim = Exclusive();
        Assert.Equal(Future + 1, (await TakeAsync(store, claim)).FencingToken);
        await EndAsync(store, claim);
        Assert.Equal(Future + 2, (await TakeAsync(store, Shared())).FencingToken);
    }

    [Fact(Timeout = Limit)]
    public async Task Counter_of_the_tokens_lives_a_day()
    {
        var store = NewStore();
        await TakeAsync(store, Exclusive());

        var life = await Database.KeyTimeToLiveAsync(RedisLeaseNames.Of(Lock()).Fence);

        Assert.InRange(life!.Value, TimeSpan.FromHours(23), TimeSpan.FromHours(24));
    }

    [Fact(Timeout = Limit)]
    public async Task Every_name_has_an_end()
    {
        var store = NewStore();
        await TakeAsync(store, Exclusive());
        await AssertContendedAsync(store, Exclusive(waiter: "one"));
        await TakeAsync(store, Claim(Lock("read"), mode: LockMode.Shared));
        await TakeAsync(store, Permit(2));

        foreach (var name in await TracesAsync())
        {
            Assert.NotNull(await Database.KeyTimeToLiveAsync(name));
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Forgotten_scripts_are_sent_again()
    {
        await using var server = await RedisServer.StartAsync(cancellationToken: Stop);
        var multiplexer = await ConnectAsync(server.ConnectionString);
        var store = NewStore(multiplexer);
        var claim = Exclusive();
        await TakeAsync(store, claim);
        await multiplexer.GetServer(server.Host, server.Port).ScriptFlushAsync();

        Assert.True((await store.RenewAsync([new(claim, Long)], Stop))[0]);
        await multiplexer.GetServer(server.Host, server.Port).ScriptFlushAsync();
        Assert.True(await EndAsync(store, claim));
        await multiplexer.GetServer(server.Host, server.Port).ScriptFlushAsync();
        Assert.True(store.TryAcquire(claim, Stop).IsAcquired);
    }
}
