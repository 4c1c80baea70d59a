using DistributedLock.SqlServer.TestEndpoint.Statements;
using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer.TestEndpoint.Tests;

public sealed class SessionTests : EndpointTest
{
    private string OnePooled => $"{Endpoint.ConnectionString};Max Pool Size=1;ConnectRetryCount=0";

    [Fact(Timeout = Limit)]
    public async Task Closed_connection_gives_its_locks_to_the_next_waiter()
    {
        var holder = await ConnectAsync();
        await GetLockAsync(holder, "k");
        var waiting = GetLockAsync(await ConnectAsync(), "k");
        await WaitersAsync(1);

        await holder.CloseAsync();

        Assert.Equal(1, await waiting);
    }

    [Fact(Timeout = Limit)]
    public async Task Pooled_connection_keeps_its_locks_until_its_next_use_resets_it()
    {
        var first = await ConnectAsync(OnePooled);
        await GetLockAsync(first, "k");
        await first.CloseAsync();
        Assert.Single(Endpoint.HeldLocks);

        var second = await ConnectAsync(OnePooled);
        Assert.Equal(1, await ScalarAsync(second, "SELECT 1"));

        Assert.Empty(Endpoint.HeldLocks);
        Assert.Single(Endpoint.Sessions);
        Assert.Equal((1, 1), (Endpoint.Statements.Count(StatementKind.Login), Endpoint.Statements.Count(StatementKind.ConnectionReset)));
    }

    [Fact(Timeout = Limit)]
    public async Task Killed_session_frees_its_locks_and_its_client_sees_an_error()
    {
        var holder = await ConnectAsync();
        await GetLockAsync(holder, "k");

        Endpoint.Sessions[0].Kill();
        await SessionsAsync(0);

        Assert.Empty(Endpoint.HeldLocks);
        await Assert.ThrowsAsync<SqlException>(() => ScalarAsync(holder, "SELECT 1"));
    }

    [Fact(Timeout = Limit)]
    public async Task Killed_waiter_sees_an_error_and_leaves_the_queue()
    {
        await GetLockAsync(await ConnectAsync(), "k");
        var waiting = GetLockAsync(await ConnectAsync(), "k");
        await WaitersAsync(1);

        Endpoint.Sessions.Single(session => session.Id == Endpoint.WaitingLocks[0].SessionId).Kill();

        await Assert.ThrowsAsync<SqlException>(() => waiting);
        await WaitersAsync(0);
    }

    [Fact(Timeout = Limit)]
    public async Task Driver_that_recovers_sessions_opens_a_killed_one_again_without_its_locks()
    {
        var connection = await ConnectAsync($"{Endpoint.ConnectionString};Pooling=false;ConnectRetryCount=1");
        await GetLockAsync(connection, "k");
        Endpoint.Sessions[0].Kill();
        await SessionsAsync(0);

        // The driver trusts a connection without a look for 5 ms after its last use, and sees no event when that time is over.
        await Task.Delay(50, Stop);
        Assert.Equal(1, await ScalarAsync(connection, "SELECT 1"));

        Assert.Empty(Endpoint.HeldLocks);
        Assert.Equal(2, Endpoint.Statements.Count(StatementKind.Login));
    }

    [Fact(Timeout = Limit)]
    public async Task Frozen_session_answers_nothing_and_keeps_its_locks_even_when_its_client_goes()
    {
        var holder = await ConnectAsync();
        await GetLockAsync(holder, "k");
        var session = Endpoint.Sessions[0];
        session.Freeze();
        await using var command = new SqlCommand("SELECT 1", holder) { CommandTimeout = 1 };

        await Assert.ThrowsAsync<SqlException>(() => command.ExecuteScalarAsync(Stop));
        await holder.CloseAsync();

        Assert.Equal(-1, await GetLockAsync(await ConnectAsync(), "k", timeout: 0));
        Assert.True(session.IsFrozen);

        session.Thaw();
        await SessionsAsync(1);
        Assert.Empty(Endpoint.HeldLocks);
    }

    [Fact(Timeout = Limit)]
    public async Task Frozen_endpoint_takes_connections_and_answers_none_until_it_thaws()
    {
        Endpoint.Freeze();
        await Assert.ThrowsAsync<SqlException>(() => ConnectAsync($"{Unpooled};Connect Timeout=1"));

        Endpoint.Thaw();
        await ConnectAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Stopped_endpoint_takes_no_connections_and_after_a_restart_on_the_same_port_has_no_locks_but_its_handlers()
    {
        Endpoint.HandleBatch("answer", (_, _) => Task.FromResult(StatementAnswer.Row(("", 42))));
        var holder = await ConnectAsync();
        await GetLockAsync(holder, "k");
        var port = Endpoint.Port;

        await Endpoint.StopAsync();
        Assert.Empty(Endpoint.HeldLocks);
        Assert.Empty(Endpoint.Sessions);
        await Assert.ThrowsAsync<SqlException>(() => ConnectAsync($"{Unpooled};Connect Timeout=2"));
        await Assert.ThrowsAsync<SqlException>(() => ScalarAsync(holder, "SELECT 1"));

        await Endpoint.RestartAsync();
        var next = await ConnectAsync();
        Assert.Equal(port, Endpoint.Port);
        Assert.Equal(0, await GetLockAsync(next, "k", timeout: 0));
        Assert.Equal(42, await ScalarAsync(next, "answer"));
    }

    [Fact(Timeout = Limit)]
    public async Task Restart_ends_the_sessions_of_a_running_endpoint()
    {
        var holder = await ConnectAsync();

        await Endpoint.RestartAsync();

        Assert.Empty(Endpoint.Sessions);
        await Assert.ThrowsAsync<SqlException>(() => ScalarAsync(holder, "SELECT 1"));
    }

    [Fact(Timeout = Limit)]
    public async Task Disposal_ends_waiting_frozen_and_delayed_sessions()
    {
        await GetLockAsync(await ConnectAsync(), "k");
        var waiting = GetLockAsync(await ConnectAsync(), "k");
        await WaitersAsync(1);
        await ConnectAsync();
        Endpoint.Sessions[2].Freeze();
        var delayed = await ConnectAsync();
        Endpoint.Conditions.StatementDelay = TimeSpan.FromHours(1);
        var late = ScalarAsync(delayed, "SELECT 1");
        await Endpoint.WaitUntilAsync(() => Endpoint.Statements.Count(StatementKind.Batch) == 1, Stop);

        await Endpoint.DisposeAsync();

        Assert.Empty(Endpoint.Sessions);
        Assert.Empty(Endpoint.HeldLocks);
        await Assert.ThrowsAsync<SqlException>(() => waiting);
        await Assert.ThrowsAsync<SqlException>(() => late);
    }

    [Fact(Timeout = Limit)]
    public async Task Hundred_sessions_pass_one_lock_on_and_never_share_it()
    {
        var (inside, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () =>
        {
            await using var connection = new SqlConnection(Unpooled);
            await connection.OpenAsync(Stop);
            Assert.InRange(await GetLockAsync(connection, "k"), 0, 1);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            Interlocked.Decrement(ref inside);
            await ReleaseLockAsync(connection, "k");
        })));

        Assert.Equal(1, most);
        Assert.Empty(Endpoint.HeldLocks);
    }
}
