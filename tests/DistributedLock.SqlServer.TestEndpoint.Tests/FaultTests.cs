using System.Data;
using System.Net;
using System.Net.Sockets;
using DistributedLock.SqlServer.TestEndpoint.Statements;
using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer.TestEndpoint.Tests;

public sealed class FaultTests : EndpointTest
{
    [Theory(Timeout = Limit)]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\u0010\u0001\0\u000c\0\0\0\0abcd")]
    public async Task Client_that_does_not_speak_the_protocol_is_cut_off(string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Endpoint.Port, Stop);
        var stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(text), Stop);
        client.Client.Shutdown(SocketShutdown.Send);

        Assert.Equal(0, await stream.ReadAsync(new byte[1], Stop));
        await ConnectAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Answer_that_cannot_be_written_is_an_error_and_the_session_goes_on()
    {
        Endpoint.HandleProcedure("dbo.Take", (_, _) => Task.FromResult(StatementAnswer.Row(("a", 1))));
        var connection = await ConnectAsync();
        await using var command = new SqlCommand("dbo.Take", connection) { CommandType = CommandType.StoredProcedure };
        command.Parameters.Add("@amount", SqlDbType.Decimal).Direction = ParameterDirection.Output;

        var error = await Assert.ThrowsAsync<SqlException>(() => command.ExecuteNonQueryAsync(Stop));

        Assert.Contains("Numeric", error.Message);
        Assert.Equal(1, await ScalarAsync(connection, "SELECT 1"));
    }

    [Fact(Timeout = Limit)]
    public async Task Request_that_cannot_be_read_is_an_error_and_the_session_goes_on()
    {
        var connection = await ConnectAsync();
        await using var command = new SqlCommand("SELECT @x", connection);
        command.Parameters.Add("@x", SqlDbType.Xml).Value = "<a/>";

        var error = await Assert.ThrowsAsync<SqlException>(() => command.ExecuteScalarAsync(Stop));

        Assert.Contains("0xF1", error.Message);
        Assert.Equal(1, await ScalarAsync(connection, "SELECT 1"));
    }
}
