namespace DistributedLock.Torture.Tests;

/// <summary>A few seconds of a backend: what a long run does for twenty minutes.</summary>
internal static class TortureSlice
{
    /// <summary>Ends a test that takes too long. A run ends itself before, and says why, unless the limit of the whole project comes first.</summary>
    public const int Limit = 540_000;

    /// <summary>Runs, and expects no violation.</summary>
    public static async Task RunAsync(string backend)
    {
        var result = await RunAsync(new TortureOptions
        {
            Backend = Backend.Find(backend)!,
            Duration = TimeSpan.FromSeconds(8),
            Seed = 20,
            Workers = 3,
            Lease = TimeSpan.FromSeconds(1),
            Every = TimeSpan.FromSeconds(0.9),
        });
        Assert.True(result.Violations.Count == 0, string.Join('\n', result.Violations.Select(static violation => violation.Slice)));
        Assert.Null(result.Doubt);
        Assert.True(result.Tally.Acquired > 20, RunReport.Summary(result));
        Assert.True(result.Tally.Faults.Values.Sum() >= 3, RunReport.Summary(result));
    }

    public static async Task<RunResult> RunAsync(TortureOptions options)
    {
        var result = await new TortureRun(options, TextWriter.Null).RunAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(RunReport.Summary(result));
        return result;
    }
}
