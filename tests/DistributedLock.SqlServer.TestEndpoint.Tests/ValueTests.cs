using System.Data;
using DistributedLock.SqlServer.TestEndpoint.Statements;
using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer.TestEndpoint.Tests;

public sealed class ValueTests : EndpointTest
{
    public static TheoryData<SqlDbType, object> Values => new()
    {
        { SqlDbType.Bit, true },
        { SqlDbType.TinyInt, (byte)200 },
        { SqlDbType.SmallInt, (short)-2 },
        { SqlDbType.Int, int.MinValue },
        { SqlDbType.BigInt, long.MaxValue },
        { SqlDbType.Float, -1.5e300 },
        { SqlDbType.UniqueIdentifier, new Guid("00112233-4455-6677-8899-aabbccddeeff") },
        { SqlDbType.DateTime2, new DateTime(2026, 2, 28, 23, 59, 59, 999).AddTicks(9_999) },
        { SqlDbType.DateTimeOffset, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(-210)) },
        { SqlDbType.NVarChar, "żółw 🐢 '" },
        { SqlDbType.NVarChar, "" },
        { SqlDbType.NVarChar, new string('ż', 100_000) },
        { SqlDbType.VarChar, "plain" },
        { SqlDbType.VarBinary, new byte[] { 0, 1, 255 } },
        { SqlDbType.VarBinary, Enumerable.Range(0, 100_000).Select(i => (byte)i).ToArray() },
    };

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Values))]
    public async Task Value_of_a_batch_comes_back_in_a_row(SqlDbType type, object value)
    {
        await using var command = new SqlCommand("SELECT @value", await ConnectAsync());
        command.Parameters.Add("@value", type).Value = value;

        Assert.Equal(value, await command.ExecuteScalarAsync(Stop));
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Values))]
    public async Task Value_of_a_procedure_comes_back_in_an_output_parameter(SqlDbType type, object value)
    {
        Endpoint.HandleProcedure("dbo.Echo", (call, _) =>
        {
            call.Parameters["@out"].Value = call.Parameters["@in"].Value;
            return Task.FromResult(StatementAnswer.Returning(7));
        });
        await using var command = new SqlCommand("dbo.Echo", await ConnectAsync()) { CommandType = CommandType.StoredProcedure };
        command.Parameters.Add("@in", type).Value = value;
        var output = command.Parameters.Add("@out", type, -1);
        output.Direction = ParameterDirection.Output;
        var result = command.Parameters.Add("@result", SqlDbType.Int);
        result.Direction = ParameterDirection.ReturnValue;

        await command.ExecuteNonQueryAsync(Stop);

        Assert.Equal(value, output.Value);
        Assert.Equal(7, result.Value);
    }

    [Theory(Timeout = Limit)]
    [InlineData(SqlDbType.Bit)]
    [InlineData(SqlDbType.BigInt)]
    [InlineData(SqlDbType.UniqueIdentifier)]
    [InlineData(SqlDbType.DateTime2)]
    [InlineData(SqlDbType.NVarChar)]
    [InlineData(SqlDbType.VarBinary)]
    public async Task Null_comes_back(SqlDbType type)
    {
        Endpoint.HandleProcedure("dbo.Nothing", (_, _) => Task.FromResult(StatementAnswer.Empty));
        await using var command = new SqlCommand("dbo.Nothing", await ConnectAsync()) { CommandType = CommandType.StoredProcedure };
        var parameter = command.Parameters.Add("@value", type, -1);
        parameter.Direction = ParameterDirection.InputOutput;
        parameter.Value = DBNull.Value;

        await command.ExecuteNonQueryAsync(Stop);

        Assert.Equal(DBNull.Value, parameter.Value);
    }

    [Fact(Timeout = Limit)]
    public async Task Decimal_float_date_and_time_are_read()
    {
        object?[] read = [];
        Endpoint.HandleProcedure("dbo.Read", (call, _) =>
        {
            read = [.. call.Parameters.Select(parameter => parameter.Value)];
            return Task.FromResult(StatementAnswer.Empty);
        });
        await using var command = new SqlCommand("dbo.Read", await ConnectAsync()) { CommandType = CommandType.StoredProcedure };
        command.Parameters.Add("@decimal", SqlDbType.Decimal).Value = -12345.678m;
        command.Parameters.Add("@real", SqlDbType.Real).Value = 1.5f;
        command.Parameters.Add("@date", SqlDbType.Date).Value = new DateTime(2026, 3, 4);
        command.Parameters.Add("@time", SqlDbType.Time).Value = new TimeSpan(1, 2, 3);
        command.Parameters.Add("@datetime", SqlDbType.DateTime).Value = new DateTime(2026, 3, 4, 5, 6, 7);

        await command.ExecuteNonQueryAsync(Stop);

        Assert.Equal([-12345.678m, 1.5f, new DateTime(2026, 3, 4), new TimeSpan(1, 2, 3), new DateTime(2026, 3, 4, 5, 6, 7)], read);
    }

    [Fact(Timeout = Limit)]
    public async Task Table_is_read_row_by_row()
    {
        IReadOnlyList<object?[]>? read = null;
        Endpoint.HandleProcedure("dbo.ReadTable", (call, _) =>
        {
            read = call.Parameters.Get<IReadOnlyList<object?[]>>("@rows");
            return Task.FromResult(StatementAnswer.Empty);
        });
        using var table = new DataTable { Columns = { { "Name", typeof(string) }, { "Token", typeof(long) } }, Rows = { { "a", 1L }, { "b", DBNull.Value } } };
        await using var command = new SqlCommand("dbo.ReadTable", await ConnectAsync()) { CommandType = CommandType.StoredProcedure };
        var parameter = command.Parameters.Add("@rows", SqlDbType.Structured);
        (parameter.TypeName, parameter.Value) = ("dbo.Rows", table);

        await command.ExecuteNonQueryAsync(Stop);

        Assert.NotNull(read);
        Assert.Equal<object?[]>([["a", 1L], ["b", null]], read);
    }

    [Fact(Timeout = Limit)]
    public async Task Statement_of_hundred_thousand_characters_arrives_whole()
    {
        var text = $"SELECT '{new string('y', 100_000)}', @x";
        await using var command = new SqlCommand(text, await ConnectAsync());
        command.Parameters.AddWithValue("@x", 1);

        Assert.Equal(100_000, ((string)(await command.ExecuteScalarAsync(Stop))!).Length);
    }
}
