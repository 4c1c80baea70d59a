using DistributedLock.TestServers;
using Npgsql;

namespace DistributedLock.Postgres.Tests;

public sealed class ListeningOutageTests : PostgresLockTest
{
    private const int CannotListen = 300;
    private const int ListensAgain = 303;

    [Fact(Timeout = Limit)]
    public async Task Outage_of_the_listening_connection_is_logged_once_and_its_end_too()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        await ExecuteAsync(server.ConnectionString, "create role listener login password 'heard'");
        var log = new RecordingLoggerFactory();
        await using var holder = await TakeAsync(NewLease(server.ConnectionString), Exclusive("k", Long));
        var waiter = NewLease(server.ConnectionString, options =>
        {
            options.ListenConnectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = "listener", Password = "heard" }.ToString();
            options.LoggerFactory = log;
        });
        var waiting = TakeAsync(waiter, Exclusive("k", Long));
        await EventuallyAsync(async () => await ListenersAsync(server) == 1, "the waiter listens");

        await ExecuteAsync(server.ConnectionString, "alter role listener connection limit 0");
        await ExecuteAsync(server.ConnectionString, "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'listener'");
        await EventuallyAsync(
            () => Task.FromResult(server.LogSinceReady.Split("too many connections for role").Length > 3), "three attempts to listen again have failed");
        Assert.Equal((1, 0), (log.CountOf(CannotListen), log.CountOf(ListensAgain)));

        await ExecuteAsync(server.ConnectionString, "alter role listener connection limit -1");
        await EventuallyAsync(() => Task.FromResult(log.CountOf(ListensAgain) > 0), "the waiter listens again");
        await holder.DisposeAsync();
        await (await waiting).DisposeAsync();
        Assert.Equal((1, 1), (log.CountOf(CannotListen), log.CountOf(ListensAgain)));
    }

    private static Task<long> ListenersAsync(PostgresServer server) =>
        QueryAsync<long>(server.ConnectionString, "select count(*) from pg_stat_activity where usename = 'listener' and query ilike 'listen%'");
}
