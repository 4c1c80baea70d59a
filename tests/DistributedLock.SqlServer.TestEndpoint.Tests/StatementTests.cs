using System.Data;
using System.Text.RegularExpressions;
using DistributedLock.SqlServer.TestEndpoint.Statements;
using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer.TestEndpoint.Tests;

public sealed class StatementTests : EndpointTest
{
    [Theory(Timeout = Limit)]
    [InlineData("dbo.Take")]
    [InlineData("[dbo].[take]")]
    [InlineData("Take")]
    public async Task Procedure_is_found_by_every_way_to_write_its_name(string name)
    {
        Endpoint.HandleProcedure("dbo.Take", (_, _) => Task.FromResult(StatementAnswer.Row(("token", 5L))));
        await using var command = new SqlCommand(name, await ConnectAsync()) { CommandType = CommandType.StoredProcedure };

        Assert.Equal(5L, await command.ExecuteScalarAsync(Stop));
        Assert.Equal(new RecordedStatement(Endpoint.Sessions[0].Id, StatementKind.Procedure, name), Endpoint.Statements.All[^1]);
    }

    [Fact(Timeout = Limit)]
    public async Task Procedure_called_by_a_batch_gets_its_arguments_and_gives_values_back()
    {
        Endpoint.HandleProcedure("dbo.Take", (call, _) =>
        {
            call.Parameters["@token"].Value = call.Parameters.Get<int>("@lease") + 1L;
            return Task.FromResult(StatementAnswer.Returning(3));
        });
        await using var command = new SqlCommand("EXEC @r = dbo.Take @key = N'it''s', @lease = @l, @token = @t OUTPUT", await ConnectAsync());
        command.Parameters.Add("@l", SqlDbType.Int).Value = 30;
        var token = command.Parameters.Add("@t", SqlDbType.BigInt);
        var result = command.Parameters.Add("@r", SqlDbType.Int);
        (token.Direction, result.Direction) = (ParameterDirection.Output, ParameterDirection.Output);

        await command.ExecuteNonQueryAsync(Stop);

        Assert.Equal((31L, 3), (token.Value, result.Value));
    }

    [Fact(Timeout = Limit)]
    public async Task Batch_is_found_by_its_text_and_by_a_pattern()
    {
        Endpoint.HandleBatch("SELECT a FROM t;", (_, _) => Task.FromResult(StatementAnswer.Row(("a", "text"))));
        Endpoint.HandleBatch(new Regex(@"^CREATE TABLE\b"), (_, _) => Task.FromResult(StatementAnswer.Row(("a", "pattern"))));
        var connection = await ConnectAsync();

        Assert.Equal("text", await ScalarAsync(connection, "select a\n  from t"));
        Assert.Equal("pattern", await ScalarAsync(connection, "CREATE TABLE t (a int)"));
    }

    [Fact(Timeout = Limit)]
    public async Task Several_result_sets_with_rows_of_several_types_arrive_in_order()
    {
        Endpoint.HandleBatch("both", (_, _) => Task.FromResult(new StatementAnswer
        {
            ResultSets =
            [
                new ResultSet([new("id", SqlType.BigInt), new("name", SqlType.NVarChar(50)), new("at", SqlType.DateTime2)],
                    [[1L, "one", new DateTime(2026, 1, 1)], [2L, null, null]]),
                ResultSet.OfRow(("owner", Guid.Empty), ("data", new byte[] { 1 }), ("held", true)),
            ],
            RowsAffected = 4,
        }));
        await using var command = new SqlCommand("both", await ConnectAsync());
        await using var reader = await command.ExecuteReaderAsync(Stop);

        Assert.True(await reader.ReadAsync(Stop));
        Assert.Equal((1L, "one", new DateTime(2026, 1, 1)), (reader.GetInt64(0), reader.GetString("name"), reader.GetDateTime(2)));
        Assert.True(await reader.ReadAsync(Stop));
        Assert.True(reader.IsDBNull(1) && reader.IsDBNull(2));
        Assert.False(await reader.ReadAsync(Stop));
        Assert.True(await reader.NextResultAsync(Stop));
        Assert.True(await reader.ReadAsync(Stop));
        Assert.Equal((Guid.Empty, true), (reader.GetGuid(0), reader.GetBoolean(2)));
        Assert.False(await reader.NextResultAsync(Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Rows_affected_are_counted()
    {
        Endpoint.HandleBatch("change", (_, _) => Task.FromResult(new StatementAnswer { RowsAffected = 3 }));
        await using var command = new SqlCommand("change", await ConnectAsync());

        Assert.Equal(3, await command.ExecuteNonQueryAsync(Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Error_of_a_handler_arrives_with_all_its_parts_and_the_session_goes_on()
    {
        Endpoint.HandleBatch("fail", (_, _) => throw new SqlServerErrorException(50123, "No lease.", 12, 7, "dbo.Take"));
        var connection = await ConnectAsync();

        var error = await Assert.ThrowsAsync<SqlException>(() => ScalarAsync(connection, "fail"));

        Assert.Equal((50123, "No lease.", (byte)12, (byte)7, "dbo.Take"), (error.Number, error.Message, error.Class, error.State, error.Procedure));
        Assert.Equal(1, await ScalarAsync(connection, "SELECT 1"));
    }

    [Fact(Timeout = Limit)]
    public async Task Fatal_error_closes_the_connection()
    {
        Endpoint.HandleBatch("fail", (_, _) => throw new SqlServerErrorException(64, "The specified network name is gone.", 20));
        var connection = await ConnectAsync();

        await Assert.ThrowsAsync<SqlException>(() => ScalarAsync(connection, "fail"));

        await SessionsAsync(0);
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact(Timeout = Limit)]
    public async Task Fault_of_a_handler_is_an_error_with_its_text()
    {
        Endpoint.HandleBatch("fail", (_, _) => throw new InvalidOperationException("my mistake"));

        var error = await Assert.ThrowsAsync<SqlException>(async () => await ScalarAsync(await ConnectAsync(), "fail"));

        Assert.Contains("my mistake", error.Message);
    }

    [Fact(Timeout = Limit)]
    public async Task Message_arrives_as_an_info_message()
    {
        Endpoint.HandleBatch("talk", (_, _) => Task.FromResult(new StatementAnswer { Messages = ["hello"] }));
        var connection = await ConnectAsync();
        var messages = new List<string>();
        connection.InfoMessage += (_, message) => messages.Add(message.Message);

        await ScalarAsync(connection, "talk");

        Assert.Equal(["hello"], messages);
    }

    [Theory(Timeout = Limit)]
    [InlineData("SELECT a FROM t")]
    [InlineData("SELECT UNKNOWN(1)")]
    [InlineData("DECLARE @x int = 1")]
    [InlineData("SET @x = 1")]
    public async Task Unknown_batch_fails_with_50000_and_its_text(string text)
    {
        var error = await Assert.ThrowsAsync<SqlException>(async () => await ScalarAsync(await ConnectAsync(), text));

        Assert.Equal(50000, error.Number);
        Assert.Contains(text, error.Message);
    }

    [Fact(Timeout = Limit)]
    public async Task Unknown_procedure_fails_with_2812_and_its_name()
    {
        await using var command = new SqlCommand("dbo.Nowhere", await ConnectAsync()) { CommandType = CommandType.StoredProcedure };

        var error = await Assert.ThrowsAsync<SqlException>(() => command.ExecuteNonQueryAsync(Stop));

        Assert.Equal((2812, "Could not find stored procedure 'dbo.Nowhere'."), (error.Number, error.Message));
    }

    [Fact(Timeout = Limit)]
    public async Task Simple_values_are_answered()
    {
        var connection = await ConnectAsync();

        Assert.Equal(1, await ScalarAsync(connection, "SET XACT_ABORT ON; SET NOCOUNT ON SELECT 1 AS one"));
        Assert.Equal("it's", await ScalarAsync(connection, "SELECT 'it''s' -- quoted"));
        Assert.Equal((short)Endpoint.Sessions[0].Id, await ScalarAsync(connection, "SELECT @@SPID"));
        Assert.Equal("Locks", await ScalarAsync(connection, "SELECT DB_NAME()"));
        var now = (DateTime)(await ScalarAsync(connection, "SELECT SYSUTCDATETIME()"))!;
        Assert.InRange(now, DateTime.UtcNow - TimeSpan.FromMinutes(5), DateTime.UtcNow + TimeSpan.FromMinutes(5));
    }

    [Fact(Timeout = Limit)]
    public async Task Read_only_database_refuses_writers_with_3906_and_lets_readers_and_locks_through()
    {
        Endpoint.HandleProcedure("dbo.Take", (_, _) => Task.FromResult(StatementAnswer.Empty));
        Endpoint.HandleProcedure("dbo.Look", (_, _) => Task.FromResult(StatementAnswer.Empty), writes: false);
        Endpoint.Conditions.DatabaseIsReadOnly = true;
        var connection = await ConnectAsync();

        var error = await Assert.ThrowsAsync<SqlException>(() => ScalarAsync(connection, "EXEC dbo.Take"));

        Assert.Equal(3906, error.Number);
        await ScalarAsync(connection, "EXEC dbo.Look");
        Assert.Equal(0, await GetLockAsync(connection, "k"));
        Assert.Equal("READ_ONLY", await ScalarAsync(connection, "SELECT DATABASEPROPERTYEX('Locks', 'Updateability')"));
    }

    [Fact(Timeout = Limit)]
    public async Task Procedure_without_permission_fails_with_229_until_it_is_granted()
    {
        Endpoint.HandleProcedure("dbo.Take", (_, _) => Task.FromResult(StatementAnswer.Empty));
        Endpoint.Conditions.Deny("dbo.Take");
        var connection = await ConnectAsync();

        var error = await Assert.ThrowsAsync<SqlException>(() => ScalarAsync(connection, "EXEC dbo.Take"));
        Assert.Equal((229, "The EXECUTE permission was denied on the object 'Take', database 'Locks', schema 'dbo'."), (error.Number, error.Message));

        Endpoint.Conditions.Grant("dbo.Take");
        await ScalarAsync(connection, "EXEC dbo.Take");
    }
}
