using System.Data;
using DistributedLock.SqlServer.TestEndpoint.Statements;
using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer.TestEndpoint.Tests;

public sealed class CancellationTests : EndpointTest
{
    [Fact(Timeout = Limit)]
    public async Task Cancelled_wait_ends_with_an_error_leaves_no_waiter_and_a_usable_connection()
    {
        var holder = await ConnectAsync();
        await GetLockAsync(holder, "k");
        var connection = await ConnectAsync();
        using var cancellation = new CancellationTokenSource();
        var waiting = GetLockAsync(connection, "k", cancellationToken: cancellation.Token);
        await WaitersAsync(1);

        await UntilDriverReadsAsync();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => waiting);
        Assert.Equal(1, Endpoint.Statements.Count(StatementKind.Attention));
        Assert.Empty(Endpoint.WaitingLocks);
        Assert.Equal(1, await ScalarAsync(connection, "SELECT 1"));

        await ReleaseLockAsync(holder, "k");
        Assert.Empty(Endpoint.HeldLocks);
    }

    [Fact(Timeout = Limit)]
    public async Task Command_timeout_ends_the_wait()
    {
        await GetLockAsync(await ConnectAsync(), "k");
        var connection = await ConnectAsync();
        await using var command = new SqlCommand("EXEC sp_getapplock 'k', 'Exclusive', 'Session'", connection) { CommandTimeout = 1 };

        var error = await Assert.ThrowsAsync<SqlException>(() => command.ExecuteNonQueryAsync(Stop));

        Assert.Equal(-2, error.Number);
        Assert.Empty(Endpoint.WaitingLocks);
        Assert.Equal(1, await ScalarAsync(connection, "SELECT 1"));
    }

    [Fact(Timeout = Limit)]
    public async Task Handler_sees_the_cancellation()
    {
        var (started, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        Endpoint.HandleProcedure("dbo.Wait", async (_, cancellationToken) =>
        {
            await using var registration = cancellationToken.Register(cancelled.SetResult);
            started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return StatementAnswer.Empty;
        });
        var connection = await ConnectAsync();
        await using var command = new SqlCommand("dbo.Wait", connection) { CommandType = CommandType.StoredProcedure };
        var running = command.ExecuteNonQueryAsync(Stop);
        await started.Task.WaitAsync(Stop);

        await UntilDriverReadsAsync();
        command.Cancel();

        await Assert.ThrowsAsync<SqlException>(() => running);
        await cancelled.Task.WaitAsync(Stop);
        Assert.Equal(1, await ScalarAsync(connection, "SELECT 1"));
    }

    [Fact(Timeout = Limit)]
    public async Task Delayed_statement_can_be_cancelled()
    {
        var connection = await ConnectAsync();
        Endpoint.Conditions.StatementDelay = TimeSpan.FromHours(1);
        using var cancellation = new CancellationTokenSource();
        var waiting = GetLockAsync(connection, "k", cancellationToken: cancellation.Token);
        await Endpoint.WaitUntilAsync(() => Endpoint.Statements.Count(StatementKind.Procedure) == 1, Stop);

        await UntilDriverReadsAsync();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => waiting);
        Assert.Empty(Endpoint.HeldLocks);
    }

    [Fact(Timeout = Limit)]
    public async Task Cancellations_racing_with_grants_leave_neither_waiters_nor_broken_connections()
    {
        var (holder, waiter) = (await ConnectAsync(), await ConnectAsync());
        for (var round = 0; round < 50; round++)
        {
            await GetLockAsync(holder, "k");
            using var cancellation = new CancellationTokenSource();
            var waiting = GetLockAsync(waiter, "k", cancellationToken: cancellation.Token);
            await WaitersAsync(1);

            await Task.WhenAll(cancellation.CancelAsync(), ReleaseLockAsync(holder, "k"));

            // Whoever won: the session knows whether it has the lock, and can say so.
            await Record.ExceptionAsync(() => waiting);
            if ((string?)await ScalarAsync(waiter, "SELECT APPLOCK_MODE('public', 'k', 'Session')") == "Exclusive")
            {
                await ReleaseLockAsync(waiter, "k");
            }

            Assert.Empty(Endpoint.HeldLocks);
            Assert.Empty(Endpoint.WaitingLocks);
        }
    }

    /// <summary>
    /// The driver notes that an answer is due when its write has ended, which may be after the endpoint has the request. A cancellation in between
    /// is lost: no attention goes out, and the command ends by its time-out. The driver shows no event for it, so this can only wait.
    /// </summary>
    private static Task UntilDriverReadsAsync() => Task.Delay(100, Stop);
}
