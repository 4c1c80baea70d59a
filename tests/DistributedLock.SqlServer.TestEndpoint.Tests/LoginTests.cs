using DistributedLock.SqlServer.TestEndpoint.Statements;
using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer.TestEndpoint.Tests;

public sealed class LoginTests : EndpointTest
{
    [Fact(Timeout = Limit)]
    public async Task Login_with_the_right_password_opens_a_session()
    {
        var connection = await ConnectAsync($"{Unpooled};Application Name=worker");

        var session = Assert.Single(Endpoint.Sessions);
        Assert.Equal(("worker", "locks", "Locks"), (session.ApplicationName, session.UserId, session.Database));
        Assert.Equal("Locks", connection.Database);
    }

    [Fact(Timeout = Limit)]
    public async Task Login_with_a_wrong_password_fails_with_18456()
    {
        var wrong = new SqlConnectionStringBuilder(Unpooled) { Password = "guess" }.ConnectionString;

        var error = await Assert.ThrowsAsync<SqlException>(() => ConnectAsync(wrong));

        Assert.Equal((18456, (byte)14), (error.Number, error.Class));
        Assert.Empty(Endpoint.Sessions);
    }

    [Fact(Timeout = Limit)]
    public async Task Login_to_an_unknown_database_fails_with_4060()
    {
        var wrong = new SqlConnectionStringBuilder(Unpooled) { InitialCatalog = "Elsewhere" }.ConnectionString;

        var error = await Assert.ThrowsAsync<SqlException>(() => ConnectAsync(wrong));

        Assert.Equal([4060, 18456], error.Errors.Cast<SqlError>().Select(one => one.Number));
    }

    [Fact(Timeout = Limit)]
    public async Task Login_while_logins_are_refused_gets_the_chosen_error_and_open_sessions_go_on()
    {
        var open = await ConnectAsync();
        Endpoint.Conditions.LoginRefusal = new SqlServerErrorException(17142, "SQL Server service has been paused.", 14);

        var error = await Assert.ThrowsAsync<SqlException>(() => ConnectAsync());

        Assert.Equal(17142, error.Number);
        Assert.Equal(1, await ScalarAsync(open, "SELECT 1"));

        Endpoint.Conditions.LoginRefusal = null;
        await ConnectAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Version_is_the_one_that_was_chosen()
    {
        await Endpoint.DisposeAsync();
        Endpoint = SqlServerEndpoint.Start(new SqlServerEndpointOptions { ServerVersion = new Version(10, 50, 1600) });

        var connection = await ConnectAsync();

        Assert.Equal("10.50.1600", connection.ServerVersion);
        Assert.Equal("10.50.1600.0", await ScalarAsync(connection, "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128))"));
        Assert.Contains("10.50.1600", (string?)await ScalarAsync(connection, "SELECT @@VERSION"));
    }

    [Theory(Timeout = Limit)]
    [InlineData(512)]
    [InlineData(8000)]
    [InlineData(16000)]
    public async Task Packet_size_is_the_one_the_client_asked_for(int size)
    {
        var connection = await ConnectAsync($"{Unpooled};Packet Size={size}");

        Assert.Equal(size, connection.PacketSize);
        await using var command = new SqlCommand("SELECT @text", connection);
        var text = new string('x', 100_000);
        command.Parameters.AddWithValue("@text", text);
        Assert.Equal(text, await command.ExecuteScalarAsync(Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Hundred_connections_at_once_are_served()
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () =>
        {
            var connection = new SqlConnection(Unpooled);
            await connection.OpenAsync(Stop);
            return connection;
        })));

        Assert.Equal(100, Endpoint.Sessions.Count);
        Assert.Equal(100, Endpoint.Sessions.Select(session => session.Id).Distinct().Count());
        await Task.WhenAll(connections.Select(connection => ScalarAsync(connection, "SELECT @@SPID")));

        await Task.WhenAll(connections.Select(connection => connection.DisposeAsync().AsTask()));
        await SessionsAsync(0);
    }
}
