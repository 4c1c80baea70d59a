using DistributedLock;

namespace QuickStart.Workers;

/// <summary>
/// A worker process: calls the annotated method for one tenant after the other. A line on its standard input starts it; the end of the input,
/// which also comes when the parent dies, stops it.
/// </summary>
internal static class Worker
{
    /// <summary>The arguments of a worker process.</summary>
    /// <param name="tenants">Whom to report for.</param>
    public static IEnumerable<string> Arguments(IEnumerable<string> tenants) => ["worker", .. tenants];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [_, .. { Length: > 0 } tenants])
        {
            await Console.Error.WriteLineAsync("A worker expects at least one tenant. Start it through QuickStart itself.");
            return 2;
        }

        // Ctrl+C reaches every process of the terminal; the parent ends this one when it is ready to.
        Console.CancelKeyPress += (_, interrupt) => interrupt.Cancel = true;

        var log = new RunLog(Console.Out);
        using var stop = new CancellationTokenSource();
        log.Ready();
        if (!await EndOfInput.WaitForGoAsync())
        {
            return 0;
        }

        var parent = EndOfInput.CancelAsync(stop);
        try
        {
            var locks = LockStore.OfThisProcess()?.Open() ?? new NoLocks();
            await using (locks as IAsyncDisposable)
            {
                await ReportAsync(locks, log, tenants, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The show is over.
        }

        await parent;
        return 0;
    }

    private static async Task ReportAsync(IDistributedLockProvider locks, RunLog log, string[] tenants, CancellationToken stop)
    {
        var reports = new ReportService(locks, log);
        while (true)
        {
            var tenant = tenants[Random.Shared.Next(tenants.Length)];
            log.Waiting(tenant);
            await reports.GenerateAsync(tenant, stop);
            await Task.Delay(Random.Shared.Next(10, 60), stop);
        }
    }
}
