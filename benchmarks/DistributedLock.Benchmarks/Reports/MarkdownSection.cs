using System.Globalization;
using System.Text;

namespace DistributedLock.Benchmarks.Reports;

/// <summary>A part's report as Markdown.</summary>
internal static class MarkdownSection
{
    /// <param name="report">What was measured.</param>
    /// <param name="chartFolder">Where the charts are, seen from the page.</param>
    public static string Of(PartReport report, string chartFolder)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## {report.Title}\n\n{report.About}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{report.Date:yyyy-MM-dd}; {report.Machine}; {report.Version}; {report.Seconds:N0} s:\n\n");
        text.Append(CultureInfo.InvariantCulture, $"```sh\n{Command(report)}\n```\n\n");
        text.Append(Verdict(report));
        foreach (var group in report.Figures.GroupBy(static figure => figure.Group))
        {
            Heading(text, group.Key);
            Table(text, ["", "measured", "reference", "ratio", "target", "met"], group.Select(Row));
        }

        foreach (var table in report.Tables)
        {
            Heading(text, table.Title);
            Table(text, table.Columns, table.Rows);
        }

        foreach (var chart in report.Charts)
        {
            text.Append(CultureInfo.InvariantCulture, $"![{chart.Title}]({chartFolder}/{chart.FileName}.svg)\n\n");
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static string Command(PartReport report) =>
        $"dotnet run -c Release --project benchmarks/DistributedLock.Benchmarks -- --report --only {report.Part}{(report.IsQuick ? " --quick --page FILE" : "")}";

    private static string Verdict(PartReport report)
    {
        if (report.IsQuick)
        {
            return "**A quick run: it shows that the program works. Its figures say nothing.**\n\n";
        }

        var targets = report.Figures.Where(static figure => figure.Target is not null).ToArray();
        var missed = targets.Where(static figure => figure.IsMet != true).Select(static figure => figure.Group.Length > 0 ? $"{figure.Name} ({figure.Group})" : figure.Name).ToArray();
        return targets.Length == 0 ? ""
            : missed.Length == 0 ? $"All targets are met ({targets.Length}).\n\n"
            : $"**{targets.Length - missed.Length} of {targets.Length} targets are met.** Not met: {string.Join("; ", missed.Distinct())}. The notes below say what limits them.\n\n";
    }

    private static void Heading(StringBuilder text, string title)
    {
        if (title.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"### {title}\n\n");
        }
    }

    private static IReadOnlyList<string> Row(Figure figure) =>
    [
        figure.Name,
        Quantity.Of(figure.Value, figure.Unit),
        figure.Reference is { } reference ? $"{Quantity.Of(reference.Value, figure.Unit)} ({reference.Name})" : "",
        figure.Ratio is { } ratio ? Ratio(ratio) : "",
        figure.Target is { } target ? Target(target, figure.Unit) : "",
        figure.IsMet switch { true => "yes", false => "**no**", null => "" },
    ];

    private static string Ratio(FigureRatio ratio) => ratio is { LowerQuartile: { } lower, UpperQuartile: { } upper }
        ? $"{Quantity.Of(ratio.Median)} ({Quantity.Of(lower)} to {Quantity.Of(upper)})"
        : Quantity.Of(ratio.Median);

    private static string Target(FigureTarget target, string unit) =>
        $"{(target.IsMaximum ? "at most" : "at least")} {(target.Of == TargetSubject.Ratio ? Quantity.Of(target.Limit) + " of it" : Quantity.Of(target.Limit, unit))}";

    private static void Table(StringBuilder text, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        Line(text, columns);
        Line(text, [.. columns.Select(static (_, index) => index == 0 ? "---" : "--:")]);
        foreach (var row in rows)
        {
            Line(text, row);
        }

        text.Append('\n');
    }

    private static void Line(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells.Select(static cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n");
}
