namespace DistributedLock.TestServers;

/// <summary>
/// The servers that all tests share: those that eng/test.sh has started or was given. Without it (an IDE's test window) each is started on first use and
/// ends with the process. Tests must take names of their own, and must not stop or reconfigure them.
/// </summary>
public static class SharedServers
{
    private static readonly Lazy<Task<string>> LazyRedis = new(
        () => GivenOrStartedAsync("DISTRIBUTEDLOCK_TEST_REDIS", async () => await RedisServer.StartAsync()));

    private static readonly Lazy<Task<string>> LazyPostgres = new(
        () => GivenOrStartedAsync("DISTRIBUTEDLOCK_TEST_POSTGRES", async () => await PostgresServer.StartAsync(new() { MaxConnections = 200 })));

    // Kept so that nothing of them is collected; the keeper ends them with the process.
    private static readonly List<TestServer> Started = [];

    /// <summary>What StackExchange.Redis takes.</summary>
    public static Task<string> RedisAsync() => LazyRedis.Value;

    /// <summary>What Npgsql takes.</summary>
    public static Task<string> PostgresAsync() => LazyPostgres.Value;

    private static async Task<string> GivenOrStartedAsync(string variable, Func<Task<TestServer>> start)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given)
        {
            return given;
        }

        var server = await start();
        lock (Started)
        {
            Started.Add(server);
        }

        return server.ConnectionString;
    }
}
