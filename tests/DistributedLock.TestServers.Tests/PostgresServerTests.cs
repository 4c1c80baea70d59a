using Npgsql;

namespace DistributedLock.TestServers.Tests;

public sealed class PostgresServerTests : ServerTest
{
    [Fact(Timeout = Limit)]
    public async Task Killed_server_breaks_its_connections_and_keeps_what_was_committed()
    {
        var server = await StartPostgresAsync();
        var (port, before) = (server.Port, await OpenAsync(server.ConnectionString));
        await AskAsync(before, "create table t (n int); insert into t values (42)");
        var processes = server.ProcessIds;

        server.Kill();

        Assert.True(processes.Count > 2, "A server with a connection is made of several processes.");
        Assert.DoesNotContain(processes, ProcessTable.IsAlive);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => AskAsync(before, "select 1"));
        await server.StartAgainAsync(Stop);
        Assert.Equal(port, server.Port);
        Assert.Equal(42, await AskAsync(await OpenAsync(server.ConnectionString), "select n from t"));
    }

    [Fact(Timeout = Limit)]
    public async Task Stopped_server_sends_its_clients_away_and_starts_again()
    {
        var server = await StartPostgresAsync();
        var before = await OpenAsync(server.ConnectionString);

        await server.StopAsync(Stop);

        Assert.False(server.IsRunning);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => AskAsync(before, "select 1"));
        Assert.Contains("fast shutdown request", server.Log, StringComparison.Ordinal);
        await server.StartAgainAsync(Stop);
        Assert.Equal(1, await AskAsync(await OpenAsync(server.ConnectionString), "select 1"));
    }

    [Fact(Timeout = Limit)]
    public async Task Frozen_server_answers_after_the_thaw_only()
    {
        var server = await StartPostgresAsync();
        var connection = await OpenAsync(server.ConnectionString);

        server.Freeze();
        var answer = AskAsync(connection, "select 1");
        Assert.All(server.ProcessIds, id => Assert.True(ProcessTable.IsStopped(id)));
        Assert.False(answer.IsCompleted);
        server.Thaw();

        Assert.Equal(1, await answer);
    }

    [Fact(Timeout = Limit)]
    public async Task Frozen_server_can_be_killed()
    {
        var server = await StartPostgresAsync();
        await OpenAsync(server.ConnectionString);
        server.Freeze();
        var processes = server.ProcessIds;

        server.Kill();

        Assert.DoesNotContain(processes, ProcessTable.IsAlive);
    }

    [Fact(Timeout = Limit)]
    public async Task Read_only_server_refuses_writes()
    {
        var server = await StartPostgresAsync(new() { ReadOnly = true });
        var connection = await OpenAsync(server.ConnectionString);

        var exception = await Assert.ThrowsAsync<PostgresException>(() => AskAsync(connection, "create table t (n int)"));

        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, exception.SqlState);
    }

    [Fact(Timeout = Limit)]
    public async Task Options_reach_the_server()
    {
        var server = await StartPostgresAsync(new() { MaxConnections = 17, Password = "secret", Settings = new Dictionary<string, string> { ["log_statement"] = "all" } });
        var connection = await OpenAsync(server.ConnectionString);

        Assert.Equal("17", await AskAsync(connection, "show max_connections"));
        Assert.Contains(";Password=secret;", server.ConnectionString, StringComparison.Ordinal);
        Assert.Contains("show max_connections", server.LogSinceReady, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PostgresException>(() => OpenAsync(server.ConnectionString.Replace("secret", "wrong", StringComparison.Ordinal)));
    }
}
