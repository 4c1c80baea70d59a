using System.Diagnostics;
using System.Globalization;

namespace DistributedLock.Benchmarks.FileHandover;

/// <summary>
/// How long it takes until a waiting process has a file lock that another process releases. Target: a median under 5 ms.
/// </summary>
internal static class HandoverMeasurement
{
    private const int DefaultRounds = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["contend", var contended, var contenderRounds])
        {
            foreach (var hold in await Contender.RunAsync(2, contended, int.Parse(contenderRounds, CultureInfo.InvariantCulture)))
            {
                Console.WriteLine(hold);
            }

            return 0;
        }

        var rounds = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : DefaultRounds;
        var directory = Directory.CreateTempSubdirectory("distributedlock-handover-");
        try
        {
            return Report(await MeasureAsync(directory.FullName, rounds));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<List<Hold>> MeasureAsync(string directory, int rounds)
    {
        string[] arguments = ["--file-handover", "contend", directory, rounds.ToString(CultureInfo.InvariantCulture)];
        var program = Environment.ProcessPath!;
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            arguments = [typeof(HandoverMeasurement).Assembly.Location, .. arguments];
        }

        using var other = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("The second process did not start.");
        try
        {
            var output = other.StandardOutput.ReadToEndAsync();
            var holds = await Contender.RunAsync(1, directory, rounds).WaitAsync(Patience);
            var lines = (await output.WaitAsync(Patience)).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
            holds.AddRange(lines.Select(Hold.Parse));
            return holds;
        }
        finally
        {
            if (!other.HasExited)
            {
                other.Kill();
            }
        }
    }

    private static int Report(List<Hold> holds)
    {
        var ordered = holds.OrderBy(hold => hold.Acquired).ToArray();
        var pairs = ordered.Zip(ordered.Skip(1), (before, after) => (Before: before, After: after)).ToArray();
        if (pairs.Any(pair => pair.After.Acquired < pair.Before.Released))
        {
            Console.WriteLine("Two processes held the lock at the same time.");
            return 1;
        }

        // Only where the other process was waiting when the lock was released: nothing else is a hand-over.
        var latencies = pairs
            .Where(pair => pair.After.Process != pair.Before.Process && pair.After.Requested < pair.Before.Released)
            .Select(pair => Stopwatch.GetElapsedTime(pair.Before.Released, pair.After.Acquired).TotalMilliseconds)
            .Order()
            .ToArray();
        if (latencies.Length == 0)
        {
            Console.WriteLine("No hand-over was observed.");
            return 1;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{latencies.Length} hand-overs between two processes: p50 {At(0.5):0.00} ms, p99 {At(0.99):0.00} ms, max {latencies[^1]:0.00} ms"));
        return 0;

        double At(double quantile) => latencies[(int)(quantile * (latencies.Length - 1))];
    }
}
