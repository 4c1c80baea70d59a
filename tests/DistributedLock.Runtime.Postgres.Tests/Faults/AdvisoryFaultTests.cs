using System.Diagnostics;
using DistributedLock.TestServers;

namespace DistributedLock.Postgres.Tests;

/// <summary>What happens when the server, the network or the session breaks. docs/backends/postgres.md states each outcome.</summary>
public sealed class AdvisoryFaultTests : PostgresLockTest
{
    [Fact(Timeout = Limit)]
    public async Task Killed_server_takes_the_locks_with_it_and_a_restarted_one_gives_new_ones()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        var provider = NewAdvisory(server.ConnectionString);
        var other = NewAdvisory(server.ConnectionString);
        var handle = await TakeAsync(provider, Exclusive("k"));
        var token = handle.FencingToken;
        var waiting = TakeAsync(other, Exclusive("k", Long));
        await EventuallyAsync(
            async () => await QueryAsync<long>(server.ConnectionString, "select count(*) from pg_locks where locktype = 'advisory'") >= 3, "it waits");

        var loss = LossOfAsync(handle);
        server.Kill();

        Assert.InRange(await loss, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<LockBackendException>(() => waiting);
        await Assert.ThrowsAsync<LockBackendException>(async () => await provider.TryAcquireAsync(Exclusive("other"), Stop));
        await server.StartAgainAsync(Stop);
        await handle.DisposeAsync();
        await using var second = await TakeAsync(provider, Exclusive("k", Long));
        Assert.True(second.FencingToken > token);
        await AssertContendedAsync(other, Exclusive("k"));
    }

    [Fact(Timeout = Limit)]
    public async Task Terminated_session_is_lost_within_a_second_and_the_waiter_gets_the_lock()
    {
        var provider = NewAdvisory();
        var other = NewAdvisory();
        await using var handle = await TakeAsync(provider, Exclusive(NewKey()));
        var waiting = TakeAsync(other, Exclusive(NewKey(), Long));
        await WaitingAsync(3);

        var loss = LossOfAsync(handle);
        await TerminateAsync($"exists (select from pg_locks l where l.pid = a.pid and locktype = 'advisory' and granted and mode = 'ExclusiveLock')");

        Assert.InRange(await loss, TimeSpan.Zero, TimeSpan.FromSeconds(2)); // with room for a busy machine
        await using var second = await waiting;
        Assert.True(second.FencingToken > handle.FencingToken);
    }

    [Fact(Timeout = Limit)]
    public async Task Terminated_listening_session_is_replaced_and_waiters_still_get_the_lock()
    {
        var provider = NewAdvisory();
        var other = NewAdvisory();
        var handle = await TakeAsync(provider, Exclusive(NewKey()));
        var waiting = TakeAsync(other, Exclusive(NewKey(), Long));
        await WaitingAsync(3);

        await TerminateAsync("exists (select from pg_locks l where l.pid = a.pid and locktype = 'advisory' and mode = 'ShareLock')");
        await EventuallyAsync(async () => await ServerLocksAsync() < 3, "the intents are gone");
        await WaitingAsync(3);

        await handle.DisposeAsync();
        await (await waiting).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Frozen_server_loses_the_lock_within_ten_seconds()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        var provider = NewAdvisory(server.ConnectionString);
        await using var handle = await TakeAsync(provider, Exclusive("k"));
        var loss = LossOfAsync(handle);

        server.Freeze();

        Assert.InRange(await loss, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        server.Thaw();
        await (await TakeAsync(NewAdvisory(server.ConnectionString), Exclusive("k", Long))).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Cut_connection_is_lost_within_a_second_and_the_next_try_opens_another_one()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        await using var proxy = TcpProxy.Start(server);
        var provider = NewAdvisory(server.ConnectionStringThrough(proxy.Port));
        await using var handle = await TakeAsync(provider, Exclusive("k"));
        var loss = LossOfAsync(handle);

        proxy.CutAll();

        Assert.InRange(await loss, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await handle.DisposeAsync();
        await (await TakeAsync(provider, Exclusive("k", Long))).DisposeAsync();
    }

    [Theory(Timeout = Limit)]
    [InlineData(ProxyDirection.Up)]
    [InlineData(ProxyDirection.Down)]
    public async Task Half_open_connection_is_lost_within_ten_seconds(ProxyDirection dropped)
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        await using var proxy = TcpProxy.Start(server);
        var provider = NewAdvisory(server.ConnectionStringThrough(proxy.Port));
        await using var handle = await TakeAsync(provider, Exclusive("k"));
        var loss = LossOfAsync(handle);

        proxy.HalfOpen(dropped);

        Assert.InRange(await loss, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        proxy.Heal();
        await handle.DisposeAsync();
        await (await TakeAsync(provider, Exclusive("k", Long))).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Silent_network_loses_the_locks_of_all_connections_within_ten_seconds()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        await using var proxy = TcpProxy.Start(server);
        var provider = NewAdvisory(server.ConnectionStringThrough(proxy.Port), options => options.MaxLocksPerConnection = 1);
        var handles = await Task.WhenAll(Enumerable.Range(0, 3).Select(n => TakeAsync(provider, Exclusive($"k{n}"))));
        var losses = Task.WhenAll(handles.Select(LossOfAsync));

        proxy.HalfOpen(ProxyDirection.Down);

        // The server gives each of them up after 9 s: a holder that does not know by then is not the only one.
        Assert.All(await losses, loss => Assert.InRange(loss, TimeSpan.Zero, TimeSpan.FromSeconds(9)));
        proxy.Heal();
        await Task.WhenAll(handles.Select(handle => handle.DisposeAsync().AsTask()));
    }

    [Fact(Timeout = Limit)]
    public async Task Try_in_a_black_hole_fails_in_time_and_holds_nothing_when_the_network_is_back()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        await using var proxy = TcpProxy.Start(server);
        var provider = NewAdvisory(server.ConnectionStringThrough(proxy.Port) + ";Timeout=3");
        await using var handle = await TakeAsync(provider, Exclusive("k"));
        var loss = LossOfAsync(handle);
        proxy.BlackHole();
        var start = Stopwatch.GetTimestamp();

        await Assert.ThrowsAsync<LockBackendException>(async () => await provider.TryAcquireAsync(Exclusive("other"), Stop));

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.InRange(await loss, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        proxy.Heal();
        var direct = NewAdvisory(server.ConnectionString);
        await (await TakeAsync(direct, Exclusive("other", Long))).DisposeAsync();
        await (await TakeAsync(direct, Exclusive("k", Long))).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Listening_that_was_refused_is_asked_for_again_later()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        var provider = Own(new PostgresAdvisoryLockProvider(
            new PostgresLockOptions { ConnectionString = server.ConnectionString }, idleTime: TimeSpan.FromMilliseconds(100)));
        var holder = NewAdvisory(server.ConnectionString);
        await using var kept = await TakeAsync(provider, Exclusive("kept"));
        await using var first = await TakeAsync(holder, Exclusive("first"));
        await using var second = await TakeAsync(holder, Exclusive("second"));
        var writable = server.ConnectionString + ";Options=-c default_transaction_read_only=off";
        await ExecuteAsync(writable, "alter role current_user set default_transaction_read_only = on");
        await AssertContendedAsync(provider, Exclusive("first", TimeSpan.FromMilliseconds(500)));
        Assert.Equal(3, await QueryAsync<long>(server.ConnectionString, "select count(*) from pg_locks where locktype = 'advisory'"));

        await ExecuteAsync(writable, "alter role current_user reset default_transaction_read_only");
        var waiting = TakeAsync(provider, Exclusive("second", Long));

        await EventuallyAsync(
            async () => await QueryAsync<long>(server.ConnectionString, "select count(*) from pg_locks where locktype = 'advisory'") == 5, "the writer's intents");
        await second.DisposeAsync();
        await (await waiting).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Answer_that_is_cut_off_leaves_no_lock_behind()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        await using var proxy = TcpProxy.Start(server);
        var provider = NewAdvisory(server.ConnectionStringThrough(proxy.Port));
        await (await TakeAsync(provider, Exclusive("warm"))).DisposeAsync();
        var cut = proxy.CutBeforeNextAnswer("pg_try_advisory_lock");

        // The lock that was taken ends with its connection; the second try may meet it while it does.
        var handle = await provider.TryAcquireAsync(Exclusive("k", TimeSpan.FromSeconds(20)), Stop);
        await cut.WaitAsync(Stop);

        Assert.NotNull(handle);
        await handle.DisposeAsync();
        await EventuallyAsync(
            async () => await QueryAsync<long>(server.ConnectionString, "select count(*) from pg_locks where locktype = 'advisory'") == 0, "nothing is held");
        await (await TakeAsync(NewAdvisory(server.ConnectionString), Exclusive("k"))).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Delayed_answers_lose_nothing()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        await using var proxy = TcpProxy.Start(server);
        var provider = NewAdvisory(server.ConnectionStringThrough(proxy.Port));
        await using var handle = await TakeAsync(provider, Exclusive("k"));
        proxy.Delay(TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(500));

        await AssertContendedAsync(provider, Exclusive("k", TimeSpan.FromSeconds(3)));
        await using var second = await TakeAsync(provider, Exclusive("other"));

        Assert.False(handle.LostToken.IsCancellationRequested);
        Assert.True(await handle.ExtendAsync(TimeSpan.FromSeconds(1), Stop));
    }

    private Task TerminateAsync(string condition) => QueryAsync<long>(
        Shared, $"select count(pg_terminate_backend(a.pid)) from pg_stat_activity a where application_name = '{Application}' and {condition}");
}
