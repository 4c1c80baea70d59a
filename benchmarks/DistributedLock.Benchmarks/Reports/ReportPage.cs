namespace DistributedLock.Benchmarks.Reports;

/// <summary>
/// The page: sections that the program writes, each between two comments, and what people wrote around them, which is kept.
/// </summary>
internal sealed class ReportPage(string path)
{
    private const string ChartFolder = "performance";

    public string Path => path;

    /// <summary>Puts a part's report in the place of its last one, and its charts beside the page.</summary>
    /// <param name="report">What was measured.</param>
    /// <param name="order">The names of all parts, in the order of the page.</param>
    public void Write(PartReport report, IReadOnlyList<string> order)
    {
        var folder = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!, ChartFolder);
        Directory.CreateDirectory(folder);
        foreach (var chart in report.Charts)
        {
            File.WriteAllText(System.IO.Path.Combine(folder, chart.FileName + ".svg"), SvgChart.Draw(chart));
        }

        var page = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "# Performance\n";
        File.WriteAllText(path, Replace(page, report.Part, MarkdownSection.Of(report, ChartFolder), order));
    }

    /// <summary>Replaces the section of a part; one that is missing is put before the next part's, or at the end.</summary>
    /// <exception cref="InvalidOperationException">A section has a beginning and no end.</exception>
    public static string Replace(string page, string part, string section, IReadOnlyList<string> order)
    {
        var text = $"{Begin(part)}\n{section}{End(part)}\n";
        var start = page.IndexOf(Begin(part), StringComparison.Ordinal);
        if (start >= 0)
        {
            var end = page.IndexOf(End(part), start, StringComparison.Ordinal);
            return end >= 0
                ? page[..start] + text.TrimEnd('\n') + page[(end + End(part).Length)..]
                : throw new InvalidOperationException($"The page has '{Begin(part)}' without '{End(part)}': put the second one where the section ends.");
        }

        var next = order.SkipWhile(name => name != part).Skip(1)
            .Select(name => page.IndexOf(Begin(name), StringComparison.Ordinal))
            .FirstOrDefault(static place => place >= 0, -1);
        return next >= 0 ? page[..next] + text + "\n" + page[next..] : page.TrimEnd('\n') + "\n\n" + text;
    }

    private static string Begin(string part) => $"<!-- measured: {part} -->";

    private static string End(string part) => $"<!-- end of {part} -->";
}
