using System.Globalization;
using DistributedLock.Analyzers.RealCode.Analysis;

namespace DistributedLock.Analyzers.RealCode.Reports;

/// <summary>The tables of docs/analyzers-on-real-code.md; the last column is for the one who judges.</summary>
internal static class MarkdownReport
{
    public static void Write(TextWriter writer, IReadOnlyList<AnalyzedSources> all)
    {
        writer.WriteLine("| source | files | lines | methods | unresolved | binding (ms) | analyzers (ms) | reports | crashes |");
        writer.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var sources in all)
        {
            var crashes = sources.Reports.Count(static report => report.Id == "AD0001");
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {sources.Name} | {sources.Files} | {sources.Lines} | {sources.Methods} | {sources.Errors} | {sources.Binding.TotalMilliseconds:F0} | {sources.AllAnalyzers.TotalMilliseconds:F0} | {sources.Reports.Length - crashes} | {crashes} |"));
        }

        writer.WriteLine();
        writer.WriteLine("| source | rule | place | code | judged |");
        writer.WriteLine("|---|---|---|---|---|");
        foreach (var sources in all)
        {
            foreach (var report in sources.Reports)
            {
                var place = report.Location.GetLineSpan();
                var code = report.Location.SourceTree?.GetText().ToString(report.Location.SourceSpan).ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal) ?? "";
                writer.WriteLine($"| {sources.Name} | {report.Id} | {Path.GetFileName(place.Path)}:{place.StartLinePosition.Line + 1} | `{(code.Length > 80 ? code[..80] + "..." : code)}` | |");
            }
        }
    }
}
