using DistributedLock.SqlServer.TestEndpoint.Statements;
using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer.TestEndpoint.Tests;

public sealed class TransactionTests : EndpointTest
{
    [Fact(Timeout = Limit)]
    public async Task Transaction_of_the_driver_begins_and_commits()
    {
        var connection = await ConnectAsync();
        await using var transaction = connection.BeginTransaction();
        Assert.Equal(1, await ScalarAsync(connection, "SELECT @@TRANCOUNT", transaction));
        Assert.Equal(1, Endpoint.Sessions[0].TransactionCount);

        await transaction.CommitAsync(Stop);

        Assert.Equal(0, await ScalarAsync(connection, "SELECT @@TRANCOUNT"));
        Assert.Equal((1, 1), (Endpoint.Statements.Count(StatementKind.BeginTransaction), Endpoint.Statements.Count(StatementKind.CommitTransaction)));
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_of_a_session_outlives_a_rollback_and_that_of_a_transaction_does_not()
    {
        var connection = await ConnectAsync();
        await using var transaction = connection.BeginTransaction();
        await GetLockAsync(connection, "session", transaction: transaction);
        await GetLockAsync(connection, "transaction", owner: "Transaction", transaction: transaction);

        await transaction.RollbackAsync(Stop);

        Assert.Equal("session", Assert.Single(Endpoint.HeldLocks).Resource.Name);
        Assert.Equal(1, Endpoint.Statements.Count(StatementKind.RollbackTransaction));
    }

    [Fact(Timeout = Limit)]
    public async Task Reset_of_a_pooled_connection_rolls_its_transaction_back()
    {
        var pooled = $"{Endpoint.ConnectionString};Max Pool Size=1;ConnectRetryCount=0";
        var first = await ConnectAsync(pooled);
        await ScalarAsync(first, "BEGIN TRANSACTION; EXEC sp_getapplock 'k', 'Exclusive'");
        await first.CloseAsync();

        var second = await ConnectAsync(pooled);
        Assert.Equal(0, await ScalarAsync(second, "SELECT @@TRANCOUNT"));
        Assert.Empty(Endpoint.HeldLocks);
    }

    [Fact(Timeout = Limit)]
    public async Task Transaction_of_a_batch_nests_and_ends_with_its_outermost_commit()
    {
        var connection = await ConnectAsync();
        await ScalarAsync(connection, "BEGIN TRAN BEGIN TRANSACTION");
        await ScalarAsync(connection, "EXEC sp_getapplock 'k', 'Exclusive', 'Transaction', 0");
        await ScalarAsync(connection, "COMMIT");
        Assert.Single(Endpoint.HeldLocks);

        await ScalarAsync(connection, "COMMIT TRANSACTION");

        Assert.Empty(Endpoint.HeldLocks);
        var error = await Assert.ThrowsAsync<SqlException>(() => ScalarAsync(connection, "COMMIT"));
        Assert.Equal(3902, error.Number);
    }
}
