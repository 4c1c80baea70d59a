using Npgsql;

namespace DistributedLock.TestServers.Tests;

/// <summary>The request has reached the server, and nobody will ever hear its answer.</summary>
public sealed class UnknownOutcomeTests : ServerTest
{
    [Fact(Timeout = Limit)]
    public async Task Request_is_done_and_its_answer_is_swallowed()
    {
        var server = await StartRedisAsync();
        var proxy = StartProxy(server);
        var conversation = await TalkAsync(proxy.Port);
        await conversation.AskAsync("PING", Stop);
        var before = proxy.BytesDown;

        var cut = proxy.CutBeforeNextAnswer();
        await Assert.ThrowsAsync<IOException>(() => conversation.AskAsync("SET k v", Stop));

        await cut.WaitAsync(Stop);
        Assert.Equal(before, proxy.BytesDown);
        Assert.Equal("v", await (await TalkAsync(server)).AskAsync("GET k", Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Only_the_request_that_was_named_is_cut_and_only_once()
    {
        var server = await StartRedisAsync();
        var proxy = StartProxy(server);
        var conversation = await TalkAsync(proxy.Port);

        var cut = proxy.CutBeforeNextAnswer("SET k");
        Assert.Equal("+PONG", await conversation.AskAsync("PING", Stop));
        Assert.False(cut.IsCompleted);
        await Assert.ThrowsAsync<IOException>(() => conversation.AskAsync("SET k v", Stop));
        await cut.WaitAsync(Stop);

        Assert.Equal("+OK", await (await TalkAsync(proxy.Port)).AskAsync("SET k v", Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Message_that_nobody_asked_for_does_not_cut_its_connection()
    {
        var server = await StartRedisAsync();
        var proxy = StartProxy(server);
        var subscriber = await TalkAsync(proxy.Port);
        await subscriber.AskAsync("SUBSCRIBE c", Stop);

        var cut = proxy.CutBeforeNextAnswer();
        await (await TalkAsync(server)).AskAsync("PUBLISH c m", Stop);

        while (await subscriber.AnswerAsync(Stop) != "m")
        {
            // The parts of the message, and what is left of the answer to SUBSCRIBE.
        }

        Assert.False(cut.IsCompleted);
    }

    [Fact(Timeout = Limit)]
    public async Task Healed_line_cuts_no_answer()
    {
        var server = await StartRedisAsync();
        var proxy = StartProxy(server);
        var conversation = await TalkAsync(proxy.Port);
        server.Freeze();
        var cut = proxy.CutBeforeNextAnswer();
        await conversation.SendAsync("PING", Stop);
        await Eventually.IsTrueAsync(() => proxy.BytesUp > 0, "the request is on its way", Stop);

        proxy.Heal();
        server.Thaw();

        Assert.Equal("+PONG", await conversation.AnswerAsync(Stop));
        Assert.True(cut.IsCanceled);
    }

    [Fact(Timeout = Limit)]
    public async Task Commit_is_done_and_its_answer_is_swallowed()
    {
        var server = await StartPostgresAsync();
        var proxy = StartProxy(server);
        var connection = await OpenAsync(server.ConnectionStringThrough(proxy.Port));
        await AskAsync(connection, "create table t (n int)");
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await AskAsync(connection, "insert into t values (42)");

        var cut = proxy.CutBeforeNextAnswer("COMMIT");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => transaction.CommitAsync(Stop));

        await cut.WaitAsync(Stop);
        Assert.Equal(42, await AskAsync(await OpenAsync(server.ConnectionString), "select n from t"));
    }
}
