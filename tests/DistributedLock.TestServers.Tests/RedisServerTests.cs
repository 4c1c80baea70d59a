using StackExchange.Redis;

namespace DistributedLock.TestServers.Tests;

public sealed class RedisServerTests : ServerTest
{
    [Fact(Timeout = Limit)]
    public async Task Started_server_answers_the_driver()
    {
        var server = await StartRedisAsync(new() { Password = "secret" });

        using var connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);

        Assert.True(await connection.GetDatabase().StringSetAsync("k", "v"));
    }

    [Fact(Timeout = Limit)]
    public async Task Killed_server_breaks_its_connections_and_refuses_new_ones()
    {
        var server = await StartRedisAsync();
        var conversation = await TalkAsync(server);
        Assert.Equal("+PONG", await conversation.AskAsync("PING", Stop));

        server.Kill();

        Assert.False(server.IsRunning);
        await Assert.ThrowsAnyAsync<IOException>(() => conversation.AskAsync("PING", Stop));
        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(() => TalkAsync(server));
    }

    [Theory(Timeout = Limit)]
    [InlineData(true, "v")]
    [InlineData(false, null)]
    public async Task Killed_server_keeps_its_data_only_when_persistent(bool persistent, string? expected)
    {
        var server = await StartRedisAsync(new() { Persistent = persistent });
        var port = server.Port;
        Assert.Equal("+OK", await (await TalkAsync(server)).AskAsync("SET k v", Stop));

        server.Kill();
        await server.StartAgainAsync(Stop);

        Assert.Equal(port, server.Port);
        Assert.Equal(expected, await (await TalkAsync(server)).AskAsync("GET k", Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Stopped_server_starts_again_and_its_log_tells_of_both()
    {
        var server = await StartRedisAsync();

        await server.StopAsync(Stop);
        Assert.False(server.IsRunning);
        await server.StartAgainAsync(Stop);

        Assert.Contains("Received SIGTERM", server.Log, StringComparison.Ordinal);
        Assert.Equal("+PONG", await (await TalkAsync(server)).AskAsync("PING", Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Frozen_server_answers_after_the_thaw_only()
    {
        var server = await StartRedisAsync();
        var conversation = await TalkAsync(server);

        server.Freeze();
        await conversation.SendAsync("PING", Stop);
        var answer = conversation.AnswerAsync(Stop);
        Assert.All(server.ProcessIds, id => Assert.True(ProcessTable.IsStopped(id)));
        Assert.False(answer.IsCompleted);
        server.Thaw();

        Assert.Equal("+PONG", await answer);
    }

    [Fact(Timeout = Limit)]
    public async Task Frozen_server_can_be_stopped_and_killed()
    {
        var (stopped, killed) = (await StartRedisAsync(), await StartRedisAsync());
        stopped.Freeze();
        killed.Freeze();

        await stopped.StopAsync(Stop);
        killed.Kill();

        Assert.False(stopped.IsRunning);
        Assert.False(killed.IsRunning);
    }

    [Fact(Timeout = Limit)]
    public async Task Server_with_a_user_lets_nobody_else_in()
    {
        var server = await StartRedisAsync(new() { User = "lock", Password = "secret" });
        var conversation = await TalkAsync(server);

        Assert.StartsWith("-NOAUTH", await conversation.AskAsync("PING", Stop), StringComparison.Ordinal);
        Assert.StartsWith("-WRONGPASS", await conversation.AskAsync("AUTH lock wrong", Stop), StringComparison.Ordinal);
        Assert.Equal("+OK", await conversation.AskAsync("AUTH lock secret", Stop));
        Assert.Equal("+OK", await conversation.AskAsync("SET k v", Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Replica_copies_its_master_and_refuses_writes()
    {
        var master = await StartRedisAsync(new() { Password = "secret" });
        var replica = await StartRedisAsync(new() { ReplicaOf = master });
        var (toMaster, toReplica) = (await TalkAsync(master), await TalkAsync(replica));
        await toMaster.AskAsync("AUTH secret", Stop);

        Assert.StartsWith("-READONLY", await toReplica.AskAsync("SET k v", Stop), StringComparison.Ordinal);
        await toMaster.AskAsync("SET k v", Stop);

        while (await toReplica.AskAsync("GET k", Stop) != "v")
        {
            await Task.Delay(5, Stop);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Log_since_ready_leaves_out_the_warnings_of_the_start()
    {
        var server = await StartRedisAsync(new() { Settings = ["loglevel debug"] });

        await (await TalkAsync(server)).AskAsync("PING", Stop);

        Assert.Contains("Running mode=standalone", server.Log, StringComparison.Ordinal);
        Assert.Contains("Accepted", server.LogSinceReady, StringComparison.Ordinal);
        Assert.DoesNotContain("Running mode", server.LogSinceReady, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Setting_that_the_server_does_not_know_is_an_error_with_its_log()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartRedisAsync(new() { Settings = ["no-such-setting yes"] }));

        Assert.Contains("no-such-setting", exception.Message, StringComparison.Ordinal);
    }
}
