using DistributedLock.Benchmarks.Running;
using DistributedLock.TestServers;
using Npgsql;

namespace DistributedLock.Benchmarks.Postgres;

/// <summary>Both strategies of PostgreSQL beside their bare statements.</summary>
internal sealed class PostgresPart : BenchmarkPart
{
    public override string Name => "postgres";

    public override string Title => "PostgreSQL";

    public override string About => """
        One server; without `fsync` if it is the program's own, so what a disk adds to each commit is not in it (an acquisition in the lease table is one; a release does not wait for it). Pairs: acquire and release by callers
        with a key each, beside the two statements of each strategy bare on one connection of the driver, where callers take turns; advisory locks share one connection and its round trips, the lease table has up
        to 20. Connections: counted in `pg_stat_activity` while locks are held. Hand-over: two providers take turns; the time from the call of the release to the first line
        after the next holder's `await`, beside `select 0` on an open connection, measured in turn with it; beside the server's own `pg_advisory_lock`, which blocks a connection; and beside the lock of the textbooks, which tries `pg_try_advisory_lock` with random sleeps of up to 200 ms.
        """;

    public override async Task MeasureAsync(PartRun run)
    {
        var connectionString = await SharedServers.PostgresAsync();
        await using var observer = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "benchmarks" });
        await using (var connection = await observer.OpenConnectionAsync())
        {
            run.Mention($"PostgreSQL {connection.PostgreSqlVersion}, Npgsql {typeof(NpgsqlConnection).Assembly.GetName().Version?.ToString(3)}");
        }

        run.Begin("Acquire and release: pairs per second");
        await PostgresPairs.MeasureAsync(run, connectionString);
        run.Begin("Hand-over under contention");
        await PostgresHandover.MeasureAsync(run, connectionString);
        run.Begin("Connections while locks are held");
        await HeldConnections.MeasureAsync(run, connectionString, observer);
    }
}
