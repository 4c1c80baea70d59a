using DistributedLock.Benchmarks.Reports;
using DistributedLock.Benchmarks.Running;
using DistributedLock.SqlServer.Tests;

namespace DistributedLock.Benchmarks.SqlServer;

/// <summary>How often a lock asks a SQL Server. Nothing is timed: the endpoint answers from memory.</summary>
internal sealed class SqlServerPart : BenchmarkPart
{
    public override string Name => "sqlserver";

    public override string Title => "SQL Server";

    public override string About => """
        Round trips, counted by an endpoint in this process that speaks the protocol and answers our statements from memory. Each figure is what one call costs when the connection is open and the
        schema is there.
        """;

    public override async Task MeasureAsync(PartRun run)
    {
        await MeasureAsync(run, "application locks", static server => new SqlServerApplicationLockProvider(server.ConnectionString));
        await MeasureAsync(run, "lease table", static server => new SqlServerLeaseLockProvider(server.ConnectionString));
    }

    private static async Task MeasureAsync(PartRun run, string name, Func<ModelledServer, IDistributedLockProvider> create)
    {
        await using var server = new ModelledServer();
        var (locks, others) = (create(server), create(server));
        await using var owned = (IAsyncDisposable)locks;
        await using var ownedByOthers = (IAsyncDisposable)others;
        LockRequest exclusive = new("exclusive") { TrackFlow = false }, shared = new("shared") { TrackFlow = false, Mode = LockMode.Shared };
        LockRequest permit = new("permit") { TrackFlow = false, MaxConcurrency = 3 };

        // Opens connections and creates what is missing.
        foreach (var provider in new[] { locks, others })
        {
            await using var first = await provider.AcquireAsync("first");
        }

        run.Begin($"Round trips, {name}");
        foreach (var (kind, request) in new[] { ("exclusive", exclusive), ("shared", shared), ("one of three permits", permit) })
        {
            server.Endpoint.Statements.Clear();
            await using (await locks.AcquireAsync(request))
            {
                Add(run, server, $"acquire, {kind}", 1);
            }

            Add(run, server, $"release, {kind}", 1);
        }

        await using var held = await others.AcquireAsync(exclusive);
        server.Endpoint.Statements.Clear();
        if (await locks.TryAcquireAsync(exclusive with { Timeout = TimeSpan.Zero }) is { } handle)
        {
            await handle.DisposeAsync();
            throw new InvalidOperationException("Two providers held an exclusive lock at the same time: expected that the second try is refused.");
        }

        Add(run, server, "a try that finds the lock held", 1);
    }

    private static void Add(PartRun run, ModelledServer server, string name, int target)
    {
        run.Add(new Figure(name, server.RoundTrips, "") { Reference = new FigureReference("the least", 1), Target = FigureTarget.ValueAtMost(target) });
        server.Endpoint.Statements.Clear();
    }
}
