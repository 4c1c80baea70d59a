using System.Threading.Channels;
using DistributedLock.Leases;

namespace DistributedLock.Redis.Tests;

public sealed class SignalTests : RedisTest
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(20);

    [Fact(Timeout = Limit)]
    public async Task Release_signals_whoever_waits()
    {
        var store = NewStore();
        var signals = await ListenAsync(store, Lock());
        var claim = Exclusive();
        await TakeAsync(store, claim);
        await AssertContendedAsync(store, Exclusive(waiter: "one"));

        await EndAsync(store, claim);

        await signals.ReadAsync(Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Release_sends_nothing_while_nobody_waits()
    {
        var store = NewStore();
        var signals = await ListenAsync(store, Lock());
        var claim = Exclusive();
        await TakeAsync(store, claim);
        await AssertContendedAsync(store, Exclusive());
        await EndAsync(store, claim);

        Assert.True(await NothingCameAsync(signals));
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_that_withdrew_is_not_signalled()
    {
        var store = NewStore();
        var signals = await ListenAsync(store, Lock());
        var claim = Exclusive();
        var waiter = Exclusive(waiter: "one");
        await TakeAsync(store, claim);
        await AssertContendedAsync(store, waiter);
        await store.WithdrawAsync(waiter, Stop);
        await EndAsync(store, claim);

        Assert.True(await NothingCameAsync(signals));
        Assert.Empty(await TracesAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Waiting_writer_is_signalled_by_the_last_reader_only()
    {
        var store = NewStore();
        var signals = await ListenAsync(store, Lock());
        var one = Shared();
        var two = Shared();
        await TakeAsync(store, one);
        await TakeAsync(store, two);
        await AssertContendedAsync(store, Exclusive(waiter: "one"));

        await EndAsync(store, one);
        Assert.True(await NothingCameAsync(signals));
        await EndAsync(store, two);

        await signals.ReadAsync(Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Withdrawn_writer_signals_those_who_stood_back()
    {
        var store = NewStore();
        var signals = await ListenAsync(store, Lock());
        var writer = Exclusive(waiter: "writer");
        await TakeAsync(store, Shared());
        await AssertContendedAsync(store, writer);
        await AssertContendedAsync(store, Shared(waiter: "reader"));

        await store.WithdrawAsync(writer, Stop);

        await signals.ReadAsync(Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Each_permit_that_becomes_free_is_signalled()
    {
        var store = NewStore();
        var signals = await ListenAsync(store, Semaphore());
        var one = Permit(2);
        await TakeAsync(store, one);
        await TakeAsync(store, Permit(2));
        await AssertContendedAsync(store, Permit(2, waiter: "one"));

        await EndAsync(store, one);

        await signals.ReadAsync(Stop);
    }

    [Theory(Timeout = Limit)]
    [InlineData(LockMode.Exclusive)]
    [InlineData(LockMode.Shared)]
    public async Task Lease_that_is_kept_signals_its_new_end(LockMode mode)
    {
        var store = NewStore();
        var signals = await ListenAsync(store, Lock());
        var claim = Claim(Lock(), mode: mode);
        await TakeAsync(store, claim);
        await AssertContendedAsync(store, Exclusive(waiter: "one"));

        await EndAsync(store, claim, Kept);

        await signals.ReadAsync(Stop);
        Assert.True((await AssertContendedAsync(store, Exclusive())).RetryAfter <= Kept);
    }

    [Fact(Timeout = Limit)]
    public async Task Subscription_ends_with_its_disposal()
    {
        var store = NewStore();
        var subscription = await store.SubscribeAsync(Lock(), static () => { }, Stop);
        Assert.Equal(1, await SubscribersAsync());

        await subscription!.DisposeAsync();

        await Until.TrueAsync(async () => await SubscribersAsync() == 0, "nobody is subscribed", Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Disposed_store_leaves_no_subscription_on_a_connection_that_is_not_its_own()
    {
        var store = NewStore();
        var subscription = store.Subscribe(Lock(), static () => { }, Stop);

        await store.DisposeAsync();
        await subscription!.DisposeAsync();

        Assert.True(Multiplexer.IsConnected);
        await Until.TrueAsync(async () => await SubscribersAsync() == 0, "nobody is subscribed", Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Restored_connection_signals_because_messages_may_have_been_missed()
    {
        var server = await StartServerAsync();
        var multiplexer = await ConnectAsync(server.ConnectionString);
        var store = NewStore(multiplexer);
        var signals = await ListenAsync(store, Lock());

        server.Kill();
        await server.StartAgainAsync(Stop);

        await signals.ReadAsync(Stop);
    }

    private async Task<ChannelReader<int>> ListenAsync(ILeaseStore store, LockResource resource)
    {
        var signals = Channel.CreateUnbounded<int>();
        Own((await store.SubscribeAsync(resource, () => signals.Writer.TryWrite(0), Stop))!);
        return signals.Reader;
    }

    /// <summary>Messages come in order: when one that was sent later has come, an earlier one would be there.</summary>
    private async Task<bool> NothingCameAsync(ChannelReader<int> signals)
    {
        var later = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var channel = new StackExchange.Redis.RedisChannel(Prefix + "later", StackExchange.Redis.RedisChannel.PatternMode.Literal);
        await Multiplexer.GetSubscriber().SubscribeAsync(channel, (_, _) => later.TrySetResult());
        await Multiplexer.GetSubscriber().PublishAsync(channel, "");
        await later.Task.WaitAsync(Stop);
        return !signals.TryRead(out _);
    }

    private async Task<long> SubscribersAsync()
    {
        var answer = (StackExchange.Redis.RedisResult[])(await Database.ExecuteAsync("PUBSUB", "NUMSUB", RedisLeaseNames.Of(Lock()).Channel))!;
        return (long)answer[1];
    }
}
