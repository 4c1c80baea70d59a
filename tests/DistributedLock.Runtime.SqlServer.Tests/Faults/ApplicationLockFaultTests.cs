using System.Diagnostics;
using DistributedLock.SqlServer.TestEndpoint.Sessions;

namespace DistributedLock.SqlServer.Tests;

/// <summary>What happens when the server, the network or the session breaks. docs/backends/sqlserver.md states each outcome.</summary>
public sealed class ApplicationLockFaultTests : SqlServerLockTest
{
    [Fact(Timeout = Limit)]
    public async Task Killed_session_is_lost_within_a_second_and_the_waiter_gets_the_lock()
    {
        var holder = NewApplicationLocks();
        var other = NewApplicationLocks();
        await using var handle = await TakeAsync(holder, Exclusive("k"));
        var waiting = TakeAsync(other, Exclusive("k", Long));
        await EndpointAsync(() => Server.HeldLocks == 3); // the lock, and the two intents of a waiting writer

        var loss = LossOfAsync(handle);
        SessionOf("dl:k").Kill();

        Assert.InRange(await loss, TimeSpan.Zero, TimeSpan.FromSeconds(2)); // with room for a busy machine
        await using var second = await waiting;
        Assert.True(second.FencingToken > handle.FencingToken);
    }

    [Fact(Timeout = Limit)]
    public async Task Killed_session_takes_all_of_its_locks_and_no_others()
    {
        var provider = NewApplicationLocks(options => options.MaxLocksPerConnection = 2);
        var handles = new List<IDistributedLockHandle>();
        foreach (var key in new[] { "a", "b", "c", "d" })
        {
            handles.Add(await TakeAsync(provider, Exclusive(key)));
        }

        var loss = Task.WhenAll(LossOfAsync(handles[0]), LossOfAsync(handles[1]));
        SessionOf("dl:a").Kill();
        await loss;

        Assert.False(handles[2].LostToken.IsCancellationRequested);
        Assert.False(handles[3].LostToken.IsCancellationRequested);
        foreach (var handle in handles)
        {
            await handle.DisposeAsync();
        }

        Assert.Equal(0, Server.HeldLocks);
    }

    [Fact(Timeout = Limit)]
    public async Task Writer_whose_announcement_was_killed_is_announced_again_and_gets_the_lock()
    {
        var holder = NewApplicationLocks();
        var other = NewApplicationLocks();
        var handle = await TakeAsync(holder, SharedMode("k"));
        var waiting = TakeAsync(other, Exclusive("k", Long));
        await EndpointAsync(() => Server.HeldLocks == 3);

        SessionOf("dl-w:k").Kill();
        await EndpointAsync(() => Server.HeldLocks == 1);
        await using var unrelated = await TakeAsync(other, Exclusive("unrelated"));
        await EndpointAsync(() => Server.Endpoint.HeldLocks.Any(held => held.Resource.Name == "dl-w:k"));

        await AssertContendedAsync(NewApplicationLocks(), SharedMode("k"));
        await handle.DisposeAsync();
        await (await waiting).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_whose_connections_were_killed_goes_on_and_gets_the_lock()
    {
        var holder = NewApplicationLocks();
        var other = NewApplicationLocks(options => options.ConnectionString += ";Application Name=waiter");
        var handle = await TakeAsync(holder, Exclusive("k"));
        var waiting = TakeAsync(other, Exclusive("k", Long));
        await EndpointAsync(() => Server.HeldLocks == 3);

        var killed = Server.Endpoint.Sessions.Where(session => session.ApplicationName.StartsWith("waiter", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(killed);
        Array.ForEach(killed, session => session.Kill());
        await EndpointAsync(() => !Server.Endpoint.Sessions.Intersect(killed).Any());
        await EndpointAsync(() => Server.HeldLocks == 3); // announced again
        await handle.DisposeAsync();

        await (await waiting).DisposeAsync();
        Assert.Equal(0, Server.HeldLocks);
    }

    [Fact(Timeout = Limit)]
    public async Task Stopped_server_loses_the_locks_and_a_restarted_one_gives_new_ones()
    {
        var provider = NewApplicationLocks();
        var other = NewApplicationLocks();
        var handle = await TakeAsync(provider, Exclusive("k"));
        var waiting = Record.ExceptionAsync(async () => await other.TryAcquireAsync(Exclusive("k", Long), Stop));
        await EndpointAsync(() => Server.HeldLocks == 3);

        var loss = LossOfAsync(handle);
        await Server.Endpoint.StopAsync();

        Assert.InRange(await loss, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        var outcome = await waiting;
        Assert.True(outcome is null or LockBackendException { IsTransient: true }); // null: its connection was a moment longer there than the holder's
        Assert.True((await FailsAsync(provider, Exclusive("other"))).IsTransient);
        await Server.Endpoint.RestartAsync();
        await (await TakeAsync(provider, Exclusive("other"))).DisposeAsync();
        await using var second = await TakeAsync(NewApplicationLocks(), Exclusive("k", Long));
        Assert.True(second.FencingToken > handle.FencingToken);
        await handle.DisposeAsync();
        await AssertContendedAsync(NewApplicationLocks(), Exclusive("k"));
    }

    [Fact(Timeout = Limit)]
    public async Task Idle_connection_that_died_is_replaced_without_an_error()
    {
        var provider = NewApplicationLocks();
        await (await TakeAsync(provider, Exclusive("k"))).DisposeAsync();

        Server.Endpoint.KillAll();
        await EndpointAsync(() => Server.Endpoint.Sessions.Count == 0);

        await (await TakeAsync(provider, Exclusive("k"))).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Frozen_session_is_lost_within_ten_seconds()
    {
        var provider = NewApplicationLocks();
        await using var handle = await TakeAsync(provider, Exclusive("k"));
        var loss = LossOfAsync(handle);

        var session = SessionOf("dl:k");
        session.Freeze();

        Assert.InRange(await loss, TimeSpan.Zero, TimeSpan.FromSeconds(10));

        // The server has not noticed anything: only its own keep-alive would tell it.
        await AssertContendedAsync(NewApplicationLocks(), Exclusive("k"));
        session.Thaw();
        await (await TakeAsync(NewApplicationLocks(), Exclusive("k", Long))).DisposeAsync();
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Try_in_a_black_hole_fails_in_time_and_holds_nothing_when_the_network_is_back(bool isAsync)
    {
        var provider = NewApplicationLocks(options => options.ConnectionString += ";Connect Timeout=3");
        await using var handle = await TakeAsync(provider, Exclusive("k"));
        var loss = LossOfAsync(handle);
        Server.Endpoint.Freeze();
        var start = Stopwatch.GetTimestamp();

        var exception = isAsync
            ? await FailsAsync(provider, Exclusive("other"))
            : await Assert.ThrowsAsync<LockBackendException>(() => Task.Run(() => { provider.TryAcquire(Exclusive("other"), Stop)?.Dispose(); }, Stop));

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.Contains("did not answer in time", exception.Message, StringComparison.Ordinal);
        Assert.InRange(await loss, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Server.Endpoint.Thaw();
        await EndpointAsync(() => Server.HeldLocks == 0);
        var direct = NewApplicationLocks();
        await (await TakeAsync(direct, Exclusive("other", Long))).DisposeAsync();
        await (await TakeAsync(direct, Exclusive("k", Long))).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Cancelled_try_leaves_nothing_behind()
    {
        var provider = NewApplicationLocks();
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

        Assert.Equal(0, Server.HeldLocks);
        Assert.Equal(0, Server.Endpoint.Statements.Count(SqlServer.TestEndpoint.Statements.StatementKind.Attention));
    }

    [Fact(Timeout = Limit)]
    public async Task Cancelled_wait_leaves_nothing_behind()
    {
        var holder = NewApplicationLocks();
        var other = NewApplicationLocks();
        await using var handle = await TakeAsync(holder, Exclusive("k"));
        using var cancellation = new CancellationTokenSource();
        var waiting = other.TryAcquireAsync(Exclusive("k", Long), cancellation.Token).AsTask();
        await EndpointAsync(() => Server.HeldLocks == 3);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(1, Server.HeldLocks);
    }

    [Fact(Timeout = Limit)]
    public async Task Token_that_cannot_be_had_gives_the_lock_back()
    {
        var provider = NewApplicationLocks();
        await (await TakeAsync(provider, Exclusive("warm"))).DisposeAsync();
        await using var held = await TakeAsync(provider, Exclusive("held"));
        Server.Sequence.MayUse = false;

        var exception = await FailsAsync(provider, Exclusive("k"));
        await FailsAsync(provider, Permit("k", 3));
        Server.Sequence.MayUse = true;

        Assert.False(exception.IsTransient);
        Assert.Contains("UPDATE permission", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, Server.HeldLocks);
        Assert.False(held.LostToken.IsCancellationRequested);
    }

    private EndpointSession SessionOf(string lockName)
    {
        var id = Server.Endpoint.HeldLocks.Single(held => held.Resource.Name == lockName).SessionId;
        return Server.Endpoint.Sessions.Single(session => session.Id == id);
    }
}
