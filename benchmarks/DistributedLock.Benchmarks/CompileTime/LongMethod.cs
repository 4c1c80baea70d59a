using System.Globalization;

namespace DistributedLock.Benchmarks.CompileTime;

/// <summary>
/// One method of many lines, each of which would be reported under a lock, and none is held: a script, a migration, generated code. What is asked of each line must not
/// depend on how many stand before it.
/// </summary>
internal static class LongMethod
{
    private static readonly int[] UsualLengths = [1250, 2500, 5000, 10000];

    /// <summary>Prints what the analyzers cost, and the dearest of them.</summary>
    /// <param name="lengths">In lines; none for the usual ones.</param>
    public static async Task PrintAsync(IReadOnlyList<int> lengths)
    {
        await AnalyzerMeasurement.RunAsync(100, Files(100)); // compiles what is measured
        foreach (var lines in lengths.Count > 0 ? lengths : UsualLengths)
        {
            var measured = await AnalyzerMeasurement.RunAsync(lines, Files(lines));
            var dearest = measured.Analyzers.OrderByDescending(static analyzer => analyzer.Value).Take(4).Select(static analyzer => $"{analyzer.Key} {analyzer.Value.TotalMilliseconds:F0} ms");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{lines} lines: binding {measured.Binding.TotalMilliseconds:F0} ms, all analyzers {measured.AllAnalyzers.TotalMilliseconds:F0} ms: {string.Join(", ", dearest)}"));
        }
    }

    private static IEnumerable<(string Name, string Text)> Files(int lines)
    {
        var body = string.Concat(Enumerable.Range(0, lines).Select(static number => number % 2 == 0
            ? $"        Work({number.ToString(CultureInfo.InvariantCulture)}).Wait();\n"
            : $"        _ = Work({number.ToString(CultureInfo.InvariantCulture)});\n"));
        yield return ("Long.cs", $$"""
            using System.Threading.Tasks;
            using DistributedLock;

            public class Long(IDistributedLockProvider locks)
            {
                public async Task RunAsync()
                {
                    await Task.Yield();
            {{body}}    }

                private static Task Work(int number) => Task.Delay(number);

                public bool HasLocks => locks is not null;
            }

            """);
    }
}
