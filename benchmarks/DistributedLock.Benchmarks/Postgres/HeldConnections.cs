using DistributedLock.Benchmarks.Reports;
using DistributedLock.Benchmarks.Running;
using Npgsql;

namespace DistributedLock.Benchmarks.Postgres;

/// <summary>How many connections of the server locks take that are held at the same time.</summary>
internal static class HeldConnections
{
    private const int MostForAThousand = 2;

    public static async Task MeasureAsync(PartRun run, string connectionString, NpgsqlDataSource observer)
    {
        foreach (var strategy in PostgresLocks.Strategies)
        {
            foreach (var count in run.Pick<int[]>([1, 100, 1_000], [1, 1_000]))
            {
                var hasTarget = strategy == PostgresLockStrategy.Advisory && count == 1_000;
                var connections = await CountAsync(connectionString, observer, strategy, count);
                run.Add(new Figure($"{PostgresLocks.NameOf(strategy)}, {count:N0} held", connections, "connections")
                {
                    Reference = new FigureReference("one for each lock", count),
                    Target = hasTarget ? FigureTarget.ValueAtMost(MostForAThousand) : null,
                });
            }
        }
    }

    private static async Task<long> CountAsync(string connectionString, NpgsqlDataSource observer, PostgresLockStrategy strategy, int count)
    {
        var application = $"held-{strategy}-{count}";
        var locks = PostgresLocks.Create(strategy, new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = application }.ConnectionString);
        await using var owned = (IAsyncDisposable)locks;
        var handles = await Task.WhenAll(Enumerable.Range(0, count).Select(number =>
            locks.AcquireAsync(new LockRequest($"held-{number}") { TrackFlow = false, Timeout = TimeSpan.FromMinutes(1) }).AsTask()));
        await using var command = observer.CreateCommand("select count(*) from pg_stat_activity where application_name = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = application });
        var connections = (long)(await command.ExecuteScalarAsync())!;
        await Task.WhenAll(handles.Select(static handle => handle.DisposeAsync().AsTask()));
        return connections;
    }
}
