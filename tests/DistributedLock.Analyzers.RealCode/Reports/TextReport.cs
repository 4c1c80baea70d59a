using System.Globalization;
using DistributedLock.Analyzers.RealCode.Analysis;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.RealCode.Reports;

/// <summary>For the one who judges: every report with the source around it.</summary>
internal static class TextReport
{
    public static void Write(AnalyzedSources sources, int context)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"== {sources.Name}: {sources.Files} files, {sources.Lines} lines, {sources.Methods} methods, {sources.Errors} errors; bound in {sources.Binding.TotalMilliseconds:F0} ms"));
        foreach (var example in sources.ErrorExamples)
        {
            Console.WriteLine($"   unresolved: {example}");
        }

        foreach (var (analyzer, time) in sources.Times)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"   {time.TotalMilliseconds,8:F1} ms  {analyzer}"));
        }

        foreach (var report in sources.Reports)
        {
            Console.WriteLine();
            Console.WriteLine(report.ToString());
            WriteContext(report.Location, context);
        }

        Console.WriteLine();
    }

    private static void WriteContext(Location location, int context)
    {
        if (location.SourceTree is null)
        {
            return;
        }

        var lines = location.SourceTree.GetText().Lines;
        var place = location.GetLineSpan();
        for (var line = Math.Max(0, place.StartLinePosition.Line - context); line <= Math.Min(lines.Count - 1, place.EndLinePosition.Line + context); line++)
        {
            var isMarked = line >= place.StartLinePosition.Line && line <= place.EndLinePosition.Line;
            Console.WriteLine($"   {(isMarked ? '>' : ' ')} {line + 1,5}  {lines[line]}");
        }
    }
}
