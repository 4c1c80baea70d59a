using System.Diagnostics;
using DistributedLock.Benchmarks.Reports;
using DistributedLock.Tests.Processes;

namespace DistributedLock.Benchmarks.Running;

/// <summary>Measures one part after the other; what is measured is written at once, so an interrupted run keeps it.</summary>
internal static class ReportRun
{
    /// <returns>The exit code: 1 when a part failed. A target that is not met is no failure.</returns>
    public static async Task<int> RunAsync(ReportOptions options)
    {
        var start = Stopwatch.GetTimestamp();
        var page = options.WritesPage ? new ReportPage(options.PageFile ?? Repository.PathOf("docs", "performance.md")) : null;
        var failed = new List<string>();
        foreach (var part in options.Parts)
        {
            try
            {
                var report = await PartProcess.RunAsync(part, options);
                page?.Write(report, BenchmarkParts.Names);
                Console.WriteLine(page is null ? "\n" + MarkdownSection.Of(report, "performance") : $"  written, after {report.Seconds:N0} s");
            }
            catch (Exception exception) when (exception is InvalidOperationException or TimeoutException)
            {
                await Console.Error.WriteLineAsync(exception.Message);
                failed.Add(part.Name);
            }
        }

        Console.WriteLine(
            $"{options.Parts.Count - failed.Count} of {options.Parts.Count} parts measured in {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s"
            + (page is null ? "" : $": {page.Path}")
            + (failed.Count == 0 ? "" : $"; failed: {string.Join(", ", failed)}"));
        return failed.Count == 0 ? 0 : 1;
    }
}
