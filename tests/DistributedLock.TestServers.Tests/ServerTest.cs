using Npgsql;

namespace DistributedLock.TestServers.Tests;

/// <summary>Servers, proxies and conversations that are disposed after the test, the last one first.</summary>
public abstract class ServerTest : IAsyncLifetime
{
    private readonly Stack<IAsyncDisposable> _owned = [];

    /// <summary>Ends a test that takes too long.</summary>
    protected const int Limit = 60_000;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        while (_owned.TryPop(out var owned))
        {
            await owned.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected T Own<T>(T disposable)
        where T : IAsyncDisposable
    {
        _owned.Push(disposable);
        return disposable;
    }

    private protected async Task<RedisServer> StartRedisAsync(RedisServerOptions? options = null) => Own(await RedisServer.StartAsync(options, Stop));

    private protected async Task<PostgresServer> StartPostgresAsync(PostgresServerOptions? options = null) =>
        Own(await PostgresServer.StartAsync(options, Stop));

    private protected TcpProxy StartProxy(TestServer server) => Own(TcpProxy.Start(server));

    private protected Task<RedisConversation> TalkAsync(RedisServer server) => TalkAsync(server.Port);

    private protected async Task<RedisConversation> TalkAsync(int port) => Own(await RedisConversation.StartAsync(port, Stop));

    private protected async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        // A pool would hand out connections of an earlier life of the server.
        var connection = Own(new NpgsqlConnection(connectionString + ";Pooling=false"));
        await connection.OpenAsync(Stop);
        return connection;
    }

    private protected static async Task<object?> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Stop);
    }
}
