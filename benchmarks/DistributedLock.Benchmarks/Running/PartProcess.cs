using System.Diagnostics;
using DistributedLock.Benchmarks.Reports;

namespace DistributedLock.Benchmarks.Running;

/// <summary>Runs a part in a process of its own, and reads what it wrote.</summary>
internal static class PartProcess
{
    public const string Argument = "--part";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    /// <exception cref="InvalidOperationException">The process failed; it has said why.</exception>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public static async Task<PartReport> RunAsync(BenchmarkPart part, ReportOptions options)
    {
        var results = Path.GetTempFileName();
        var start = OwnProgram.StartInfo([Argument, part.Name, results, .. options.IsQuick ? (string[])[ReportOptions.Quick] : []]);
        foreach (var (name, value) in part.Variables.Concat(options.Variables))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"The process of the part '{part.Name}' did not start.");
        try
        {
            await process.WaitForExitAsync().WaitAsync(Limit);
            return process.ExitCode == 0
                ? PartReport.FromFile(results)
                : throw new InvalidOperationException($"The part '{part.Name}' ended with exit code {process.ExitCode}; what it said stands above.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            File.Delete(results);
        }
    }

    /// <summary>What the process does: the name of the part, the file for its report, and whether it is quick.</summary>
    public static async Task<int> ServeAsync(string name, string results, bool isQuick)
    {
        var part = BenchmarkParts.Find(name);
        Console.WriteLine(part.Title);
        try
        {
            var run = new PartRun(isQuick);
            await part.MeasureAsync(run);
            run.Report(part).WriteTo(results);
            return 0;
        }
        catch (Exception exception)
        {
            // Whatever it is: the other parts go on.
            await Console.Error.WriteLineAsync(exception.ToString());
            return 1;
        }
    }
}
