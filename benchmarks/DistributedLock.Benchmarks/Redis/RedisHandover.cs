using DistributedLock.Benchmarks.Measuring;
using DistributedLock.Benchmarks.Running;
using StackExchange.Redis;

namespace DistributedLock.Benchmarks.Redis;

/// <summary>From one holder to the next.</summary>
internal static class RedisHandover
{
    public static async Task MeasureAsync(PartRun run, string configuration, IConnectionMultiplexer multiplexer)
    {
        var database = multiplexer.GetDatabase();
        Func<Task> ping = () => database.PingAsync();
        var (handovers, pings) = await MeasureAsync(run, "two providers take turns", configuration, sides: 2, run.Pick(500, 10), ping);
        HandoverFigures.Report(run, handovers, pings, hasTarget: true);

        var (polling, _) = await Handover.MeasureAsync(
            "textbook lock", new PollingLock(database, "hand-over-polling"), sides: 2, warmUps: 1, run.Pick(40, 3),
            () => TimeSpan.FromMilliseconds(Random.Shared.Next(20, 220)), ping);
        HandoverFigures.ReportBesidePolling(run, handovers, polling);

        var sides = run.Pick(16, 4);
        var (crowded, crowdedPings) = await MeasureAsync(run, $"{sides - 1} providers wait", configuration, sides, run.Pick(200, 10), ping);
        HandoverFigures.Report(run, crowded, crowdedPings, hasTarget: false);
    }

    private static async Task<(Samples Handovers, Samples Pings)> MeasureAsync(
        PartRun run, string name, string configuration, int sides, int rounds, Func<Task> ping)
    {
        var providers = Enumerable.Range(0, sides).Select(_ => new RedisLockProvider(configuration)).ToArray();
        try
        {
            return await Handover.MeasureAsync(
                name, new ProviderLock(providers, $"hand-over-{sides}"), sides, run.Pick(100, 2), rounds, static () => TimeSpan.FromMilliseconds(5), ping);
        }
        finally
        {
            foreach (var provider in providers)
            {
                await provider.DisposeAsync();
            }
        }
    }
}
