using System.Transactions;
using DistributedLock.SqlServer.TestEndpoint.Statements;
using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer.Tests;

public sealed class ApplicationLockSessionTests : SqlServerLockTest
{
    [Fact(Timeout = Limit)]
    public async Task Acquire_and_release_take_one_round_trip_each()
    {
        var provider = NewApplicationLocks();
        await (await TakeAsync(provider, Exclusive("warm"))).DisposeAsync();
        foreach (var request in new[] { Exclusive("k"), SharedMode("k"), Permit("k", 5) })
        {
            var before = Server.RoundTrips;
            var handle = await TakeAsync(provider, request);
            Assert.Equal(1, Server.RoundTrips - before);
            await handle.DisposeAsync();
            Assert.Equal(2, Server.RoundTrips - before);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Synchronous_form_takes_the_same_round_trips()
    {
        var provider = NewApplicationLocks();
        await (await TakeAsync(provider, Exclusive("warm"))).DisposeAsync();
        var before = Server.RoundTrips;

        await Task.Run(() => provider.TryAcquire(Exclusive("k"), Stop)!.Dispose(), Stop);

        Assert.Equal(2, Server.RoundTrips - before);
    }

    [Fact(Timeout = Limit)]
    public async Task Thousand_locks_are_held_on_one_connection()
    {
        var provider = NewApplicationLocks();

        var handles = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => TakeAsync(provider, Exclusive($"k{i}"))));

        Assert.Equal(1000, Server.HeldLocks);
        Assert.Single(Server.Endpoint.Sessions);
        await Task.WhenAll(handles.Select(handle => handle.DisposeAsync().AsTask()));
        Assert.Equal(0, Server.HeldLocks);
    }

    [Fact(Timeout = Limit)]
    public async Task Next_connection_is_opened_when_one_is_full()
    {
        var provider = NewApplicationLocks(options => options.MaxLocksPerConnection = 10);

        var handles = await Task.WhenAll(Enumerable.Range(0, 35).Select(i => TakeAsync(provider, Exclusive($"k{i}"))));

        Assert.Equal(4, Server.Endpoint.Sessions.Count);
        Assert.All(Server.Endpoint.HeldLocks.GroupBy(held => held.SessionId), session => Assert.InRange(session.Count(), 1, 10));
        await Task.WhenAll(handles.Select(handle => handle.DisposeAsync().AsTask()));
    }

    [Fact(Timeout = Limit)]
    public async Task Connection_without_locks_is_closed_after_a_while()
    {
        var provider = Own(new SqlServerApplicationLockProvider(Options(), idleTime: TimeSpan.Zero));
        await (await TakeAsync(provider, Exclusive("k"))).DisposeAsync();

        await EndpointAsync(() => Server.Endpoint.Sessions.Count == 0);

        await (await TakeAsync(provider, Exclusive("k"))).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Disposed_provider_leaves_no_connection_and_no_lock()
    {
        var provider = NewApplicationLocks();
        await TakeAsync(provider, Exclusive("k"));

        await provider.DisposeAsync();

        await EndpointAsync(() => Server.Endpoint.Sessions.Count == 0);
        Assert.Equal(0, Server.HeldLocks);
    }

    [Fact(Timeout = Limit)]
    public async Task Application_s_pool_never_resets_a_lock_session_or_gets_one()
    {
        var provider = NewApplicationLocks();
        await using var handle = await TakeAsync(provider, Exclusive("k"));
        for (var i = 0; i < 5; i++)
        {
            await using var connection = new SqlConnection(Server.ConnectionString);
            await connection.OpenAsync(Stop);
            await using var command = new SqlCommand("SELECT APPLOCK_MODE('public', 'dl:k', 'Session')", connection);
            Assert.Equal("NoLock", await command.ExecuteScalarAsync(Stop));
        }

        var holder = Server.Endpoint.HeldLocks.Single().SessionId;
        Assert.Contains(Server.Endpoint.Statements.All, statement => statement.Kind == StatementKind.ConnectionReset);
        Assert.DoesNotContain(Server.Endpoint.Statements.All, statement => statement.Kind == StatementKind.ConnectionReset && statement.SessionId == holder);
        await AssertContendedAsync(NewApplicationLocks(), Exclusive("k"));
        SqlConnection.ClearAllPools();
    }

    [Theory(Timeout = Limit)]
    [InlineData(SqlServerLockStrategy.ApplicationLocks)]
    [InlineData(SqlServerLockStrategy.LeaseTable)]
    public async Task Ambient_transaction_of_the_caller_is_not_joined(SqlServerLockStrategy strategy)
    {
        var provider = New(strategy, options => options.ConnectionString += ";Enlist=true");
        IDistributedLockHandle handle;
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            handle = await TakeAsync(provider, Exclusive("k"));
        }

        // The scope was not completed: what had joined it would be rolled back.
        await AssertContendedAsync(New(strategy), Exclusive("k"));
        Assert.Equal(0, Server.Endpoint.Statements.Count(StatementKind.BeginTransaction));
        await handle.DisposeAsync();
        await (await TakeAsync(New(strategy), Exclusive("k"))).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Poll_is_one_round_trip_and_a_waiter_gets_the_lock_within_a_poll()
    {
        var holder = NewApplicationLocks();
        var other = NewApplicationLocks(options => options.PollInterval = TimeSpan.FromSeconds(1));
        var handle = await TakeAsync(holder, Exclusive("k"));
        var waiting = TakeAsync(other, Exclusive("k", Long));
        await EndpointAsync(() => Server.HeldLocks == 3);

        await handle.DisposeAsync();

        await (await waiting).DisposeAsync();
        Assert.Equal(0, Server.HeldLocks);
    }

    [Fact(Timeout = Limit)]
    public async Task Process_that_takes_a_lock_again_and_again_lets_a_waiting_one_in()
    {
        var greedy = NewApplicationLocks();
        var patient = NewApplicationLocks(options => options.PollInterval = TimeSpan.FromMilliseconds(20));
        using var enough = new CancellationTokenSource();
        var loops = Enumerable.Range(0, 3).Select(async _ =>
        {
            while (!enough.IsCancellationRequested)
            {
                await (await TakeAsync(greedy, Exclusive("k", Long))).DisposeAsync();
            }
        }).ToArray();

        var handle = await TakeAsync(patient, Exclusive("k", Long));

        await handle.DisposeAsync();
        await enough.CancelAsync();
        await Task.WhenAll(loops);
        Assert.Equal(0, Server.HeldLocks);
    }

    [Fact(Timeout = Limit)]
    public async Task Reader_stands_back_from_the_writer_of_another_process()
    {
        var reader = NewApplicationLocks();
        var writer = NewApplicationLocks();
        var handle = await TakeAsync(reader, SharedMode("k"));
        var waiting = TakeAsync(writer, Exclusive("k", Long));
        await EndpointAsync(() => Server.HeldLocks == 3);

        await AssertContendedAsync(reader, SharedMode("k")); // joins in its own process otherwise
        await AssertContendedAsync(NewApplicationLocks(), SharedMode("k"));

        await handle.DisposeAsync();
        await (await waiting).DisposeAsync();
        await (await TakeAsync(reader, SharedMode("k"))).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_that_an_administrator_released_is_not_ours_at_the_release()
    {
        var provider = NewApplicationLocks();
        var handle = (DistributedLockHandle)await TakeAsync(provider, Exclusive("k"));
        Server.Endpoint.HandleProcedure(
            "sp_releaseapplock",
            (_, _) => throw new SqlServerErrorException(1223, "Cannot release the application lock because it is not currently held.", procedure: "xp_userlock"));

        await handle.DisposeAsync();

        Assert.True(handle.LostToken.IsCancellationRequested);
    }
}
