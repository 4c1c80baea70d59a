namespace DistributedLock.Redis.Tests;

public sealed class SharedLeaseTests : RedisTest
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);

    [Fact(Timeout = Limit)]
    public async Task Shared_leases_go_together_and_exclude_writers_until_the_last_has_gone()
    {
        var store = NewStore();
        var one = Shared();
        var two = Shared();
        await TakeAsync(store, one);
        await TakeAsync(store, two);

        Assert.InRange((await AssertContendedAsync(store, Exclusive())).RetryAfter!.Value, Long - TimeSpan.FromMinutes(1), Long);
        Assert.True(await EndAsync(store, one));
        await AssertContendedAsync(store, Exclusive());
        Assert.True(await EndAsync(store, two));

        Assert.Empty(await TracesAsync());
        await TakeAsync(store, Exclusive());
    }

    [Fact(Timeout = Limit)]
    public async Task Expired_reader_is_in_nobodys_way_while_a_later_one_stays()
    {
        var store = NewStore();
        var expiring = Shared(Short);
        var staying = Shared();
        await TakeAsync(store, expiring);
        await TakeAsync(store, staying);
        await Until.TrueAsync(async () => (await store.FindAsync(Lock(), Stop)).Count == 1, "one has expired", Stop);

        Assert.False(await EndAsync(store, expiring));
        Assert.False((await store.RenewAsync([new(expiring, Long)], Stop))[0]);
        Assert.True(await EndAsync(store, staying));
        Assert.Empty(await TracesAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Expired_readers_that_nobody_released_are_dropped_by_the_next_reader()
    {
        var store = NewStore();
        var staying = Shared();
        await TakeAsync(store, staying);
        await TakeAsync(store, Shared(Short));
        await Until.TrueAsync(async () => (await store.FindAsync(Lock(), Stop)).Count == 1, "one has expired", Stop);

        var next = Shared();
        await TakeAsync(store, next);

        Assert.Equal(2, await Database.HashLengthAsync(RedisLeaseNames.Of(Lock()).Details));
        await EndAsync(store, staying);
        await EndAsync(store, next);
        Assert.Empty(await TracesAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Writer_is_let_in_when_all_readers_left_behind_have_expired()
    {
        var store = NewStore();
        var longest = Shared();
        await TakeAsync(store, longest);
        await TakeAsync(store, Shared(Short));
        await EndAsync(store, longest); // the set itself now lives longer than what is in it

        await Until.TrueAsync(async () => (await store.TryAcquireAsync(Exclusive(), Stop)).IsAcquired, "the writer is let in", Stop);

        // Were the clock set back, they would come to life again beside the writer.
        Assert.False(await Database.KeyExistsAsync(RedisLeaseNames.Of(Lock()).Holders));
        Assert.False(await Database.KeyExistsAsync(RedisLeaseNames.Of(Lock()).Details));
    }

    [Fact(Timeout = Limit)]
    public async Task New_readers_stand_back_for_a_waiting_writer_until_it_withdraws()
    {
        var store = NewStore();
        await TakeAsync(store, Shared());
        var writer = Exclusive(waiter: "writer");
        await AssertContendedAsync(store, writer);

        Assert.Null((await AssertContendedAsync(store, Shared())).RetryAfter);
        await store.WithdrawAsync(writer, Stop);

        await TakeAsync(store, Shared());
    }

    [Fact(Timeout = Limit)]
    public async Task Writer_that_got_the_lease_no_longer_waits()
    {
        var store = NewStore();
        var reader = Shared();
        await TakeAsync(store, reader);
        await AssertContendedAsync(store, Exclusive(waiter: "writer"));
        await EndAsync(store, reader);
        var writer = Exclusive(waiter: "writer");
        await TakeAsync(store, writer);
        await EndAsync(store, writer);

        await TakeAsync(store, Shared());
    }

    [Fact(Timeout = Limit)]
    public async Task Waiting_readers_are_not_stood_back_for()
    {
        var store = NewStore();
        var writer = Exclusive();
        await TakeAsync(store, writer);
        await AssertContendedAsync(store, Shared(waiter: "reader"));
        await EndAsync(store, writer);

        await TakeAsync(store, Shared());
    }

    [Fact(Timeout = Limit)]
    public async Task Writer_that_vanished_is_stood_back_for_no_longer_than_its_trace_lives()
    {
        var store = NewStore(configure: options => options.PollInterval = TimeSpan.FromMilliseconds(1));
        await TakeAsync(store, Shared());
        await AssertContendedAsync(store, Exclusive(waiter: "writer"));

        await Until.TrueAsync(async () => (await store.TryAcquireAsync(Shared(), Stop)).IsAcquired, "the reader is let in", Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Kept_reader_stays_in_the_way_for_that_long()
    {
        var store = NewStore();
        var reader = Shared();
        await TakeAsync(store, reader);

        Assert.True(await EndAsync(store, reader, keepFor: TimeSpan.FromSeconds(20)));

        var answer = await AssertContendedAsync(store, Exclusive());
        Assert.InRange(answer.RetryAfter!.Value, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
    }

    [Fact(Timeout = Limit)]
    public async Task Permits_are_as_many_as_asked_for_and_the_first_end_is_told()
    {
        var store = NewStore();
        var first = Permit(2, TimeSpan.FromSeconds(30));
        await TakeAsync(store, first);
        await TakeAsync(store, Permit(2));

        Assert.InRange((await AssertContendedAsync(store, Permit(2))).RetryAfter!.Value, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30));
        Assert.True(await EndAsync(store, first));
        await TakeAsync(store, Permit(2));
    }

    [Fact(Timeout = Limit)]
    public async Task Permit_that_expired_is_free()
    {
        var store = NewStore();
        await TakeAsync(store, Permit(2, Short));
        await TakeAsync(store, Permit(2));

        await Until.TrueAsync(async () => (await store.TryAcquireAsync(Permit(2), Stop)).IsAcquired, "the permit has expired", Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Semaphore_and_lock_of_one_key_share_nothing()
    {
        var store = NewStore();
        await TakeAsync(store, Exclusive());

        await TakeAsync(store, Permit(1));
        await AssertContendedAsync(store, Permit(1));
    }
}
