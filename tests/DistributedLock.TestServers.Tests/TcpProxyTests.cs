using System.Diagnostics;
using System.Net.Sockets;

namespace DistributedLock.TestServers.Tests;

public sealed class TcpProxyTests : ServerTest
{
    [Fact(Timeout = Limit)]
    public async Task Proxy_hands_on_both_ways_and_counts()
    {
        var (server, proxy, conversation) = await StartAllAsync();

        Assert.Equal("+PONG", await conversation.AskAsync("PING", Stop));

        Assert.Equal(1, proxy.AcceptedConnections);
        Assert.Equal(1, proxy.OpenConnections);
        Assert.Equal("PING\r\n".Length, proxy.BytesUp);
        Assert.Equal("+PONG\r\n".Length, proxy.BytesDown);
        Assert.NotEqual(server.Port, proxy.Port);
    }

    [Fact(Timeout = Limit)]
    public async Task Large_values_arrive_whole()
    {
        var (_, _, conversation) = await StartAllAsync();
        var value = new string('x', 10_000_000);

        Assert.Equal("+OK", await conversation.AskAsync($"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n${value.Length}\r\n{value}", Stop));

        Assert.Equal(value, await conversation.AskAsync("GET k", Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Client_that_leaves_ends_its_connection_to_the_server()
    {
        var (_, proxy, conversation) = await StartAllAsync();
        await conversation.AskAsync("PING", Stop);

        await conversation.DisposeAsync();

        await Eventually.IsTrueAsync(() => proxy.OpenConnections == 0, "the connection is closed", Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Delayed_answer_comes_after_its_time()
    {
        var (_, proxy, conversation) = await StartAllAsync();
        proxy.Delay(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(150));
        var start = Stopwatch.GetTimestamp();

        Assert.Equal("+PONG", await conversation.AskAsync("PING", Stop));

        // Timers may fire a tick early.
        Assert.True(Stopwatch.GetElapsedTime(start) > TimeSpan.FromMilliseconds(230));
    }

    [Fact(Timeout = Limit)]
    public async Task Cut_connection_is_reset_at_both_ends_and_a_new_one_is_served()
    {
        var (server, proxy, conversation) = await StartAllAsync();
        await conversation.AskAsync("PING", Stop);

        proxy.CutAll();

        await AssertResetAsync(conversation);
        Assert.Equal("+PONG", await (await TalkAsync(proxy.Port)).AskAsync("PING", Stop));
        var direct = await TalkAsync(server);
        await AssertClientsAsync(direct, proxied: 1);
    }

    [Fact(Timeout = Limit)]
    public async Task Requests_dropped_on_their_way_never_arrive_and_healing_resets_the_connection()
    {
        var (server, proxy, conversation) = await StartAllAsync();
        await conversation.AskAsync("PING", Stop);
        proxy.HalfOpen(ProxyDirection.Up);

        await conversation.SendAsync("SET k v", Stop);
        await Eventually.IsTrueAsync(() => proxy.LostBytes, "the request is dropped", Stop);
        Assert.Null(await (await TalkAsync(server)).AskAsync("GET k", Stop));
        Assert.Equal("PING\r\n".Length, proxy.BytesUp);
        proxy.Heal();

        await AssertResetAsync(conversation);
    }

    [Fact(Timeout = Limit)]
    public async Task Answers_dropped_on_their_way_leave_the_request_done()
    {
        var (server, proxy, conversation) = await StartAllAsync();
        await conversation.AskAsync("PING", Stop);
        var before = proxy.BytesDown;
        proxy.HalfOpen(ProxyDirection.Down);

        await conversation.SendAsync("SET k v", Stop);
        var answer = conversation.AnswerAsync(Stop);
        await AssertBecomesAsync(server, "GET k", "v");
        Assert.False(answer.IsCompleted);
        Assert.Equal(before, proxy.BytesDown);
        Assert.Equal(1, proxy.OpenConnections);
    }

    [Fact(Timeout = Limit)]
    public async Task Connection_that_lost_an_answer_is_reset_by_healing()
    {
        var (_, proxy, conversation) = await StartAllAsync();
        await conversation.AskAsync("PING", Stop);
        proxy.HalfOpen(ProxyDirection.Down);
        await conversation.SendAsync("PING", Stop);
        var answer = conversation.AnswerAsync(Stop);
        await Eventually.IsTrueAsync(() => proxy.LostBytes, "the answer is dropped", Stop);

        proxy.Heal();

        await Assert.ThrowsAsync<IOException>(() => answer);
        Assert.Equal("+PONG", await (await TalkAsync(proxy.Port)).AskAsync("PING", Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Black_hole_accepts_and_hands_on_nothing_before_it_is_healed()
    {
        var (server, proxy, before) = await StartAllAsync();
        await before.AskAsync("PING", Stop);
        proxy.BlackHole();

        var after = await TalkAsync(proxy.Port);
        await before.SendAsync("SET before v", Stop);
        await after.SendAsync("SET after v", Stop);
        var answers = Task.WhenAll(before.AnswerAsync(Stop), after.AnswerAsync(Stop));
        await Eventually.IsTrueAsync(() => proxy.OpenConnections == 2, "both connections are open", Stop);
        await AssertClientsAsync(await TalkAsync(server), proxied: 1);
        Assert.False(answers.IsCompleted);
        Assert.Equal("PING\r\n".Length, proxy.BytesUp);
        proxy.Heal();

        Assert.All(await answers, answer => Assert.Equal("+OK", answer));
    }

    [Fact(Timeout = Limit)]
    public async Task Refusing_proxy_keeps_open_connections_and_its_port()
    {
        var (_, proxy, conversation) = await StartAllAsync();
        await conversation.AskAsync("PING", Stop);

        proxy.Refuse();

        var exception = await Assert.ThrowsAsync<SocketException>(() => TalkAsync(proxy.Port));
        Assert.Equal(SocketError.ConnectionRefused, exception.SocketErrorCode);
        Assert.Equal("+PONG", await conversation.AskAsync("PING", Stop));
        proxy.Heal();
        Assert.Equal("+PONG", await (await TalkAsync(proxy.Port)).AskAsync("PING", Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Server_that_is_down_resets_the_client()
    {
        var (server, proxy, _) = await StartAllAsync();
        server.Kill();

        // Whether connecting, sending or reading notices it first is chance.
        var exception = await Assert.ThrowsAnyAsync<Exception>(async () => await (await TalkAsync(proxy.Port)).AskAsync("PING", Stop));
        Assert.True(exception is IOException or SocketException, exception.ToString());
        await server.StartAgainAsync(Stop);
        Assert.Equal("+PONG", await (await TalkAsync(proxy.Port)).AskAsync("PING", Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Disposed_proxy_resets_its_connections_and_closes_its_port()
    {
        var (_, proxy, conversation) = await StartAllAsync();
        await conversation.AskAsync("PING", Stop);
        proxy.BlackHole();

        await proxy.DisposeAsync();

        await AssertResetAsync(conversation);
        await Assert.ThrowsAsync<SocketException>(() => TalkAsync(proxy.Port));
    }

    private static async Task AssertResetAsync(RedisConversation conversation)
    {
        var exception = await Assert.ThrowsAsync<IOException>(() => conversation.AnswerAsync(Stop));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(exception.InnerException).SocketErrorCode);
    }

    /// <summary>The server sees so many clients besides the one that asks.</summary>
    private static async Task AssertClientsAsync(RedisConversation direct, int proxied)
    {
        // One line for each.
        while ((await direct.AskAsync("CLIENT LIST", Stop))!.Count(mark => mark == '\n') != proxied + 1)
        {
            await Task.Delay(5, Stop);
        }
    }

    private async Task AssertBecomesAsync(TestServer server, string question, string answer)
    {
        var direct = await TalkAsync(server.Port);
        while (await direct.AskAsync(question, Stop) != answer)
        {
            await Task.Delay(1, Stop);
        }
    }

    private async Task<(RedisServer Server, TcpProxy Proxy, RedisConversation Conversation)> StartAllAsync()
    {
        var server = await StartRedisAsync();
        var proxy = StartProxy(server);
        return (server, proxy, await TalkAsync(proxy.Port));
    }
}
