using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using DistributedLock.Benchmarks.Reports;

namespace DistributedLock.Benchmarks.Measuring;

/// <summary>Runs a class of BenchmarkDotNet benchmarks in this process.</summary>
internal static class ClassBenchmarks
{
    /// <exception cref="InvalidOperationException">BenchmarkDotNet has no result for a method; its log says why.</exception>
    public static IReadOnlyList<ClassBenchmark> Run<T>(bool isQuick)
    {
        var artifacts = Directory.CreateTempSubdirectory("distributedlock-benchmarks-");
        try
        {
            var log = new AccumulationLogger();
            var config = ManualConfig.CreateEmpty()
                .AddJob((isQuick ? Job.Dry : Job.ShortRun).WithToolchain(InProcessEmitToolchain.Instance))
                .AddColumnProvider(DefaultColumnProviders.Instance)
                .AddLogger(log)
                .WithArtifactsPath(artifacts.FullName);
            var summary = BenchmarkRunner.Run<T>(config);
            return summary.Reports.Length > 0 && summary.Reports.All(static report => report.Success)
                ? [.. summary.Reports.Select(Read)]
                : throw new InvalidOperationException($"BenchmarkDotNet could not run {typeof(T).Name}: expected results, its log ends with:\n{Last(log.GetLog())}");
        }
        finally
        {
            artifacts.Delete(recursive: true);
        }
    }

    public static DetailTable Table(string title, IReadOnlyList<ClassBenchmark> results) => new(
        title,
        ["", "", "median", "allocated"],
        [.. results.Select(static result => (IReadOnlyList<string>)[result.Description, result.Parameters, Quantity.Of(result.Nanoseconds, "ns"), Quantity.Of(result.Bytes, "B")])]);

    private static ClassBenchmark Read(BenchmarkReport report)
    {
        var descriptor = report.BenchmarkCase.Descriptor;
        return new ClassBenchmark(
            descriptor.WorkloadMethod.Name,
            descriptor.WorkloadMethodDisplayInfo.Trim('\''),
            string.Join(", ", report.BenchmarkCase.Parameters.Items.Select(static parameter => $"{parameter.Name}={parameter.Value}")),
            report.ResultStatistics!.Median,
            report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);
    }

    private static string Last(string log) => log[Math.Max(0, log.Length - 3000)..];
}
