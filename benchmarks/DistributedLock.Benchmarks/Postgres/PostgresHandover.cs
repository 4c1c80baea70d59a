using DistributedLock.Benchmarks.Measuring;
using DistributedLock.Benchmarks.Running;
using DistributedLock.Postgres;
using Npgsql;

namespace DistributedLock.Benchmarks.Postgres;

/// <summary>From one holder to the next, where two providers take turns.</summary>
internal static class PostgresHandover
{
    // Any number that no key of the benchmarks has.
    private const long PollingKey = 4711;
    private const long BlockingKey = 4712;

    public static async Task MeasureAsync(PartRun run, string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 30, AutoPrepareMinUsages = 2 });
        await using var pinged = await source.OpenConnectionAsync();
        Func<Task> ping = async () =>
        {
            await using var command = new NpgsqlCommand(AdvisorySql.Ping, pinged);
            await command.ExecuteScalarAsync();
        };

        await using var first = await source.OpenConnectionAsync();
        await using var second = await source.OpenConnectionAsync();
        var (polling, _) = await Handover.MeasureAsync(
            "textbook lock", new AdvisoryPollingLock([first, second], PollingKey), sides: 2, warmUps: 1, run.Pick(40, 3),
            static () => TimeSpan.FromMilliseconds(Random.Shared.Next(20, 220)), ping);
        var (blocking, blockingPings) = await Handover.MeasureAsync(
            "pg_advisory_lock that blocks", new AdvisoryBlockingLock([first, second], BlockingKey), sides: 2, run.Pick(100, 2), run.Pick(400, 10),
            static () => TimeSpan.FromMilliseconds(5), ping);
        HandoverFigures.Report(run, blocking, blockingPings, hasTarget: false);
        foreach (var strategy in PostgresLocks.Strategies)
        {
            var (handovers, pings) = await MeasureAsync(run, connectionString, strategy, ping);
            HandoverFigures.Report(run, handovers, pings, hasTarget: true);
            HandoverFigures.ReportBesidePolling(run, handovers, polling);
        }
    }

    private static async Task<(Samples Handovers, Samples Pings)> MeasureAsync(PartRun run, string connectionString, PostgresLockStrategy strategy, Func<Task> ping)
    {
        IDistributedLockProvider[] sides = [PostgresLocks.Create(strategy, connectionString), PostgresLocks.Create(strategy, connectionString)];
        try
        {
            return await Handover.MeasureAsync(
                PostgresLocks.NameOf(strategy), new ProviderLock(sides, "hand-over"), sides.Length, run.Pick(100, 2), run.Pick(400, 10),
                static () => TimeSpan.FromMilliseconds(5), ping);
        }
        finally
        {
            foreach (var side in sides)
            {
                await ((IAsyncDisposable)side).DisposeAsync();
            }
        }
    }
}
