using DistributedLock.Leases;
using DistributedLock.TestServers;

namespace DistributedLock.Redis.Tests;

/// <summary>The server dies, hangs, forgets, or is not the one that was meant.</summary>
public sealed class ServerFaultTests : FaultTest
{
    [Fact(Timeout = Limit)]
    public async Task Server_that_restarts_without_its_data_has_lost_the_lock_and_the_holder_is_told()
    {
        var provider = NewDirect();
        await using var handle = await TakeAsync(provider);
        var token = handle.FencingToken;

        Server.Kill();
        await Server.StartAgainAsync(Stop);

        Assert.InRange(await LossOfAsync(handle), TimeSpan.Zero, LossLimit);
        await using var next = await TakeAsync(NewDirect());
        Assert.True(next.FencingToken > token);
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_that_a_restart_forgot_is_lost_when_the_connection_is_back_and_not_at_the_next_renewal()
    {
        await using var handle = await TakeAsync(NewDirect(), Request(lease: Long)); // its next renewal is after the end of this test

        Server.Kill();
        await Server.StartAgainAsync(Stop);

        await LossOfAsync(handle);
    }

    [Fact(Timeout = Limit)]
    public async Task Server_that_stays_down_fires_the_lost_token_and_fails_new_requests()
    {
        var provider = NewDirect();
        await using var handle = await TakeAsync(provider);

        Server.Kill();

        Assert.InRange(await LossOfAsync(handle), TimeSpan.Zero, LossLimit);
        var exception = await Assert.ThrowsAsync<LockBackendException>(() => provider.TryAcquireAsync(Request(), Stop).AsTask());
        Assert.True(exception.IsTransient);
        Assert.NotNull(exception.InnerException);
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_outlives_a_restart_of_the_server()
    {
        var holder = await TakeAsync(NewDirect(), Request(lease: Long));
        var waiting = NewDirect().TryAcquireAsync(Request(Long), Stop).AsTask();
        await AssertWaitingAsync();

        Server.Kill();
        await Server.StartAgainAsync(Stop);

        await using var handle = await waiting; // the restarted server knows of no holder
        Assert.NotNull(handle);
        await holder.DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Server_that_is_down_at_the_start_is_used_when_it_comes()
    {
        Server.Kill();
        var provider = NewDirect();
        await Assert.ThrowsAsync<LockBackendException>(() => provider.TryAcquireAsync(Request(), Stop).AsTask());
        var waiting = provider.TryAcquireAsync(Request(Long), Stop);

        await Server.StartAgainAsync(Stop);

        // The first try of a request fails at once, so it may take several requests until the driver is connected.
        await Assert.ThrowsAsync<LockBackendException>(() => waiting.AsTask());
        await Until.TrueAsync(() => CanTakeAsync(provider), "the lock can be taken", Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Server_that_hangs_fires_the_lost_token_and_everything_goes_on_after_it()
    {
        var provider = NewDirect();
        var handle = await TakeAsync(provider);

        Server.Freeze();
        Assert.InRange(await LossOfAsync(handle), TimeSpan.Zero, LossLimit);
        await Assert.ThrowsAsync<LockBackendException>(() => provider.TryAcquireAsync(Request(), Stop).AsTask());
        Server.Thaw();

        await handle.DisposeAsync();
        await Until.TrueAsync(() => CanTakeAsync(provider), "the lock can be taken", Stop);
        await NothingIsLeftAsync(await DirectDatabaseAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Synchronous_request_to_a_server_that_hangs_is_cancelled_and_leaves_nothing()
    {
        var provider = NewProvider(options =>
        {
            options.Configuration = Server.ConnectionString;
            options.OperationTimeout = Long; // only the token can end it within the time of this test
        });
        using var source = new CancellationTokenSource();

        Server.Freeze();
        var trying = Task.Factory.StartNew(() => provider.TryAcquire(Request(), source.Token), Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        source.CancelAfter(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trying);
        Server.Thaw();
        await NothingIsLeftAsync(await DirectDatabaseAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Flushed_scripts_disturb_neither_holder_nor_waiter()
    {
        var multiplexer = await ConnectAsync(Server.ConnectionString);
        var holder = await TakeAsync(NewDirect());
        var waiting = NewDirect().TryAcquireAsync(Request(Long), Stop).AsTask();
        await AssertWaitingAsync();

        await multiplexer.GetServer(Server.Host, Server.Port).ScriptFlushAsync();
        await holder.DisposeAsync();

        await using (var handle = await waiting)
        {
            Assert.NotNull(handle);
            await multiplexer.GetServer(Server.Host, Server.Port).ScriptFlushAsync();
            Assert.True(await handle.ExtendAsync(Lease, Stop));
        }

        await NothingIsLeftAsync(multiplexer.GetDatabase());
    }

    [Fact(Timeout = Limit)]
    public async Task Killed_connections_disturb_neither_holder_nor_waiter()
    {
        var database = await DirectDatabaseAsync();
        var holder = await TakeAsync(NewDirect());
        var waiting = NewDirect().TryAcquireAsync(Request(Long), Stop).AsTask();
        await AssertWaitingAsync();

        await database.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await database.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub", "SKIPME", "yes");
        Assert.False(holder.LostToken.IsCancellationRequested);
        await holder.DisposeAsync();

        await using (var handle = await waiting)
        {
            Assert.NotNull(handle);
        }

        await NothingIsLeftAsync(database);
    }

    [Fact(Timeout = Limit)]
    public async Task Deleted_lease_is_told_to_its_holder_and_not_created_again()
    {
        var database = await DirectDatabaseAsync();
        await using var handle = await TakeAsync(NewDirect());

        await database.KeyDeleteAsync(RedisLeaseNames.Of(Lock()).Lock);

        Assert.InRange(await LossOfAsync(handle), TimeSpan.Zero, LossLimit);
        Assert.Empty(await TracesAsync(database));
    }

    [Fact(Timeout = Limit)]
    public async Task Read_only_replica_is_refused_with_what_to_do()
    {
        var replica = await StartServerAsync(new RedisServerOptions { ReplicaOf = Server });
        var provider = NewProvider(options => options.Configuration = replica.ConnectionString);

        var exception = await Assert.ThrowsAsync<LockBackendException>(() => provider.TryAcquireAsync(Request(), Stop).AsTask());

        Assert.Contains("read-only replica", exception.Message, StringComparison.Ordinal);
        Assert.Empty(await TracesAsync(await DirectDatabaseAsync()));
    }

    [Fact(Timeout = Limit)]
    public async Task Full_server_is_told_apart_and_leaves_nothing()
    {
        var provider = NewDirect();
        var database = await DirectDatabaseAsync();
        await database.ExecuteAsync("CONFIG", "SET", "maxmemory", "1");

        var exception = await Assert.ThrowsAsync<LockBackendException>(() => provider.TryAcquireAsync(Request(), Stop).AsTask());

        Assert.Contains("out of memory", exception.Message, StringComparison.Ordinal);
        await database.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        await using var handle = await TakeAsync(provider);
    }

    [Fact(Timeout = Limit)]
    public async Task Full_server_renews_and_keeps_what_is_held_in_every_mode()
    {
        var database = await DirectDatabaseAsync();
        var store = NewStore(database.Multiplexer);
        LeaseClaim[] claims = [Claim(Lock("a")), Claim(Lock("b"), mode: LockMode.Shared), Claim(Semaphore(), permits: 2)];
        foreach (var claim in claims)
        {
            await TakeAsync(store, claim);
        }

        await database.ExecuteAsync("CONFIG", "SET", "maxmemory", "1");

        Assert.Equal([true, true, true], await store.RenewAsync([.. claims.Select(claim => new LeaseRenewal(claim, Lease))], Stop));
        Assert.Equal([true, true, true], await store.RenewAsync([.. claims.Select(claim => new LeaseRenewal(claim, Long))], Stop));
        foreach (var claim in claims)
        {
            Assert.True(await EndAsync(store, claim, keepFor: Lease));
            Assert.True(await EndAsync(store, claim));
        }

        Assert.Empty(await TracesAsync(database));
    }

    private static async Task<bool> CanTakeAsync(RedisLockProvider provider)
    {
        try
        {
            await using var handle = await provider.TryAcquireAsync(Request(), Stop);
            return handle is not null;
        }
        catch (LockBackendException)
        {
            return false;
        }
    }
}
