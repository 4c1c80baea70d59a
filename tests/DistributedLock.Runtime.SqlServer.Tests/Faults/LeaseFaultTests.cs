using System.Diagnostics;

namespace DistributedLock.SqlServer.Tests;

/// <summary>What happens to leases when the server, the network or a connection breaks. docs/backends/sqlserver.md states each outcome.</summary>
public sealed class LeaseFaultTests : SqlServerLockTest
{
    [Fact(Timeout = Limit)]
    public async Task Killed_connections_lose_no_lease()
    {
        var provider = NewLeases();
        var handle = await TakeAsync(provider, Exclusive("k"));
        Server.Endpoint.KillAll();
        await EndpointAsync(() => Server.Endpoint.Sessions.Count == 0);

        Assert.True(await ExtendsAsync(handle));
        await AssertContendedAsync(NewLeases(), Exclusive("k"));
        await handle.DisposeAsync();

        Assert.Equal(0, Server.Leases.LeaseCount);
    }

    [Fact(Timeout = Limit)]
    public async Task Restarted_server_still_has_the_lease_and_the_waiter_goes_on()
    {
        var holder = NewLeases();
        var other = NewLeases();
        var handle = await TakeAsync(holder, Exclusive("k"));
        var waiting = TakeAsync(other, Exclusive("k", Long));
        await EndpointAsync(() => Server.Leases.WriterCount == 1);

        await Server.Endpoint.StopAsync();
        Assert.True((await FailsAsync(NewLeases(), Exclusive("k"))).IsTransient);
        await Server.Endpoint.RestartAsync();
        await EndpointAsync(() => Server.Leases.WriterCount == 1);
        await handle.DisposeAsync();

        await using var second = await waiting;
        Assert.True(second.FencingToken > handle.FencingToken);
    }

    [Fact(Timeout = Limit)]
    public async Task Server_that_stays_away_loses_the_lease_at_two_thirds()
    {
        var provider = NewLeases();
        await using var handle = await TakeAsync(provider, new LockRequest("k") { Lease = TimeSpan.FromSeconds(3) });
        var loss = LossOfAsync(handle);

        await Server.Endpoint.StopAsync();

        Assert.InRange(await loss, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(4));
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Try_in_a_black_hole_fails_in_time_and_holds_nothing_when_the_network_is_back(bool isAsync)
    {
        var provider = NewLeases(options => options.ConnectionString += ";Connect Timeout=3");
        await (await TakeAsync(provider, Exclusive("warm"))).DisposeAsync();
        Server.Endpoint.Freeze();
        var start = Stopwatch.GetTimestamp();

        var exception = isAsync
            ? await FailsAsync(provider, Exclusive("k"))
            : await Assert.ThrowsAsync<LockBackendException>(() => Task.Run(() => { provider.TryAcquire(Exclusive("k"), Stop)?.Dispose(); }, Stop));

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.True(exception.IsTransient);
        Server.Endpoint.Thaw();
        await (await TakeAsync(NewLeases(), Exclusive("k", Long))).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Cancelled_tries_leave_nothing_behind()
    {
        var provider = NewLeases();
        await (await TakeAsync(provider, Exclusive("warm"))).DisposeAsync();
        Server.Endpoint.Conditions.StatementDelay = TimeSpan.FromMilliseconds(50);
        for (var i = 0; i < 20; i++)
        {
            using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(5 * i));
            try
            {
                await using var handle = await provider.TryAcquireAsync(Exclusive($"k{i}"), cancellation.Token);
            }
            catch (OperationCanceledException)
            {
                // Or it came in time.
            }
        }

        Server.Endpoint.Conditions.StatementDelay = TimeSpan.Zero;
        for (var i = 0; i < 20; i++)
        {
            // What is cleaned up in the background is gone long before its lease would end.
            await (await TakeAsync(NewLeases(), Exclusive($"k{i}", TimeSpan.FromSeconds(20)))).DisposeAsync();
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Deadlock_victim_tries_again()
    {
        var provider = NewLeases();
        Server.Leases.Deadlocks = 2;

        await (await TakeAsync(provider, Exclusive("k"))).DisposeAsync();

        Assert.Equal(0, Server.Leases.Deadlocks);
    }

    [Fact(Timeout = Limit)]
    public async Task Lease_that_is_gone_from_the_server_is_lost_and_not_created_again()
    {
        var provider = NewLeases();
        await using var handle = await TakeAsync(provider, new LockRequest("k") { Lease = TimeSpan.FromSeconds(2) });
        var loss = LossOfAsync(handle);

        Server.Leases.ClockOffset = TimeSpan.FromMinutes(1);

        Assert.InRange(await loss, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.Equal(0, Server.Leases.LeaseCount);
    }

    private static async Task<bool> ExtendsAsync(IDistributedLockHandle handle)
    {
        // The first call may meet a connection of the pool that has died.
        try
        {
            return await handle.ExtendAsync(TimeSpan.FromSeconds(30), Stop);
        }
        catch (LockBackendException)
        {
            return await handle.ExtendAsync(TimeSpan.FromSeconds(30), Stop);
        }
    }
}
