using System.Diagnostics;
using DistributedLock.TestServers;
using Npgsql;

namespace DistributedLock.Postgres.Tests;

/// <summary>The same faults for the lease table. docs/backends/postgres.md states each outcome.</summary>
public sealed class LeaseFaultTests : PostgresLockTest
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    [Fact(Timeout = Limit)]
    public async Task Lease_survives_a_restart_of_the_server_that_is_shorter_than_two_thirds_of_it()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        var provider = NewLease(server.ConnectionString);
        var other = NewLease(server.ConnectionString);
        var handle = await TakeAsync(provider, new LockRequest("k"));
        var waiting = TakeAsync(other, Exclusive("k", Long));
        await EventuallyAsync(
            async () => await QueryAsync<long>(server.ConnectionString, "select count(*) from distributedlock_leases where waiters <> '{}'") == 1, "it waits");

        server.Kill();
        await server.StartAgainAsync(Stop);

        Assert.False(handle.LostToken.IsCancellationRequested);
        Assert.True(await handle.ExtendAsync(LockRequest.DefaultLease, Stop));
        await handle.DisposeAsync();
        await using var second = await waiting;
        Assert.True(second.FencingToken > handle.FencingToken);
    }

    [Fact(Timeout = Limit)]
    public async Task Lease_is_lost_at_two_thirds_of_it_when_the_server_stays_away()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        var provider = NewLease(server.ConnectionString);
        await using var handle = await TakeAsync(provider, new LockRequest("k") { Lease = Lease });
        var loss = LossOfAsync(handle);

        server.Freeze();

        Assert.InRange(await loss, TimeSpan.Zero, Lease);
        server.Thaw();
        await (await TakeAsync(NewLease(server.ConnectionString), Exclusive("k", Long))).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Answer_that_is_cut_off_leaves_no_lease_behind()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        await using var proxy = TcpProxy.Start(server);
        var provider = NewLease(server.ConnectionStringThrough(proxy.Port), options => options.ListenConnectionString = server.ConnectionString);
        await (await TakeAsync(provider, Exclusive("warm"))).DisposeAsync();
        var cut = proxy.CutBeforeNextAnswer("insert into");

        // Run again on another connection: it is the same owner's.
        await (await TakeAsync(provider, Exclusive("k"))).DisposeAsync();
        await cut.WaitAsync(Stop);

        var start = Stopwatch.GetTimestamp();
        await (await TakeAsync(NewLease(server.ConnectionString), Exclusive("k", Long))).DisposeAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(15)); // not the whole lease of 30 s
    }

    [Fact(Timeout = Limit)]
    public async Task Terminated_listener_is_replaced_and_waiters_still_get_the_lock()
    {
        var provider = NewLease();
        var other = NewLease();
        var handle = await TakeAsync(provider, Exclusive(NewKey()));
        var waiting = TakeAsync(other, Exclusive(NewKey(), Long));
        await EventuallyAsync(async () => await ListenersAsync() == 1, "it listens");

        await QueryAsync<long>(
            Shared, $"select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = '{Application}'");
        await EventuallyAsync(async () => await ListenersAsync() == 1, "it listens again");

        await handle.DisposeAsync();
        await (await waiting).DisposeAsync();

        Task<long> ListenersAsync() => QueryAsync<long>(
            Shared, $"select count(*) from pg_stat_activity where application_name = '{Application}' and query ilike 'listen%'");
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_whose_listening_connection_gets_no_answer_looks_by_itself()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        await using var proxy = TcpProxy.Start(server);
        var provider = NewLease(server.ConnectionString, options => options.ListenConnectionString = server.ConnectionStringThrough(proxy.Port));
        proxy.BlackHole(); // as a firewall that lets only the pooler through
        var handle = await TakeAsync(NewLease(server.ConnectionString), Exclusive("k"));
        var start = Stopwatch.GetTimestamp();
        var waiting = TakeAsync(provider, Exclusive("k", Long));
        await EventuallyAsync(
            async () => await QueryAsync<long>(server.ConnectionString, "select count(*) from distributedlock_leases where waiters <> '{}'") == 1, "it waits");
        await handle.DisposeAsync();
        await (await waiting).DisposeAsync();

        // The connection is given up after 15 s. A second to begin with, and a second between two looks, with room for a busy machine.
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(6));
    }

    [Fact(Timeout = Limit)]
    public async Task Exhausted_pool_is_told_with_its_setting()
    {
        await using var source = NpgsqlDataSource.Create(Shared + ";Maximum Pool Size=1;Timeout=1");
        await using var taken = await source.OpenConnectionAsync(Stop);
        var provider = Own(new PostgresLeaseLockProvider(source));

        var exception = await Assert.ThrowsAsync<LockBackendException>(async () => await provider.TryAcquireAsync(Exclusive(NewKey()), Stop));

        Assert.Contains("Maximum Pool Size", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Wrong_password_and_read_only_server_are_told_at_once_also_to_waiters()
    {
        await using var server = await PostgresServer.StartAsync(new() { ReadOnly = true }, Stop);
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "hunter2" }.ConnectionString;

        var refused = await Assert.ThrowsAsync<LockBackendException>(async () => await NewLease(wrong).TryAcquireAsync(Exclusive("k", Long), Stop));
        var readOnly = await Assert.ThrowsAsync<LockBackendException>(
            async () => await NewLease(server.ConnectionString).TryAcquireAsync(Exclusive("k", Long), Stop));

        Assert.Contains("Password", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("read-only", readOnly.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Missing_table_and_rights_are_told_with_what_to_grant()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        await ExecuteAsync(server.ConnectionString, "create user poor password 'poor'; create schema locks; create sequence locks.distributedlock_fencing");
        await ExecuteAsync(server.ConnectionString, "grant usage on schema locks to poor; grant usage on sequence locks.distributedlock_fencing to poor");
        var poor = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = "poor", Password = "poor" }.ConnectionString;

        var missing = await Assert.ThrowsAsync<LockBackendException>(async () => await NewPoor().TryAcquireAsync(Exclusive("k"), Stop));
        await (await TakeAsync(NewLease(server.ConnectionString, options => options.Schema = "locks"), Exclusive("k"))).DisposeAsync();
        var unusable = await Assert.ThrowsAsync<LockBackendException>(async () => await NewPoor().TryAcquireAsync(Exclusive("k"), Stop));
        await ExecuteAsync(server.ConnectionString, "grant select, insert, update, delete on locks.distributedlock_leases to poor");

        Assert.Contains("grant create on schema \"locks\"", missing.Message, StringComparison.Ordinal);
        Assert.Contains("grant select, insert, update, delete", unusable.Message, StringComparison.Ordinal);
        await (await TakeAsync(NewPoor(), Exclusive("k"))).DisposeAsync();

        PostgresLeaseLockProvider NewPoor() => NewLease(poor, options => options.Schema = "locks");
    }

    [Fact(Timeout = Limit)]
    public async Task Providers_create_the_table_at_once()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        var providers = Enumerable.Range(0, 10).Select(_ => NewLease(server.ConnectionString)).ToArray();

        var handles = await Task.WhenAll(providers.Select((provider, n) => TakeAsync(provider, Exclusive($"k{n}"))));

        await Task.WhenAll(handles.Select(handle => handle.DisposeAsync().AsTask()));
        Assert.DoesNotContain("WARNING", server.LogSinceReady, StringComparison.Ordinal);
    }
}
