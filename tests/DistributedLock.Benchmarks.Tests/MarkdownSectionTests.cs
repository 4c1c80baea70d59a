using DistributedLock.Benchmarks.Reports;
using DistributedLock.Benchmarks.Running;

namespace DistributedLock.Benchmarks.Tests;

public class MarkdownSectionTests
{
    private static readonly Figure Met = new("lock", 96, "/s")
    {
        Group = "Pairs", Reference = new FigureReference("bare", 100), Ratio = new FigureRatio(0.96, 0.9, 0.99), Target = FigureTarget.RatioAtLeast(0.95),
    };

    private static readonly Figure Missed = new("leases", 3.5, "%") { Group = "Renewal", Target = FigureTarget.ValueAtMost(3) };

    private static PartReport Report(params Figure[] figures) => new("redis", "Redis", "About it.") { Figures = figures, Machine = "2 cores", Version = "commit 01234567", Seconds = 3 };

    [Fact(Timeout = 10_000)]
    public void Row_has_figure_reference_ratio_target_and_verdict() =>
        Assert.Contains("| lock | 96 /s | 100 /s (bare) | 0.960 (0.900 to 0.990) | at least 0.950 of it | yes |", MarkdownSection.Of(Report(Met), "charts"), StringComparison.Ordinal);

    [Fact(Timeout = 10_000)]
    public void Missed_target_is_named_before_the_tables()
    {
        var text = MarkdownSection.Of(Report(Met, Missed, Missed), "charts"); // against two references, say

        Assert.Contains("**1 of 3 targets are met.** Not met: leases (Renewal).", text, StringComparison.Ordinal);
        Assert.Contains("| leases | 3.50 % |  |  | at most 3 % | **no** |", text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 10_000)]
    public void Quick_run_says_that_its_figures_say_nothing_and_judges_nothing()
    {
        var text = MarkdownSection.Of(Report(Missed) with { IsQuick = true }, "charts");

        Assert.Contains("Its figures say nothing", text, StringComparison.Ordinal);
        Assert.DoesNotContain("targets are met", text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 10_000)]
    public void Code_that_was_measured_is_named() => Assert.Contains("; 2 cores; commit 01234567; 3 s:", MarkdownSection.Of(Report(Met), "charts"), StringComparison.Ordinal);

    [Theory(Timeout = 10_000)]
    [InlineData("0.1.0+5cd989cce8012a9c59802f6d027e95fc776e5ab8", "commit 5cd989cc")]
    [InlineData("0.1.0", "no commit known")]
    [InlineData("", "no commit known")]
    public void Commit_comes_from_what_the_build_wrote(string version, string expected) => Assert.Equal(expected, OwnVersion.Describe(version));

    [Fact(Timeout = 10_000)]
    public void Command_of_a_quick_run_is_one_that_is_taken() =>
        Assert.Contains("--quick --page FILE\n", MarkdownSection.Of(Report(Met) with { IsQuick = true }, "charts"), StringComparison.Ordinal);

    [Fact(Timeout = 10_000)]
    public void Command_measures_this_part_again() =>
        Assert.Contains("-- --report --only redis\n", MarkdownSection.Of(Report(Met), "charts"), StringComparison.Ordinal);

    [Fact(Timeout = 10_000)]
    public void Report_survives_the_way_from_process_to_process()
    {
        var file = Path.GetTempFileName();
        try
        {
            var report = Report(Met, Missed) with { Tables = [new("Detail", ["", "n"], [["a", "1"]])], Charts = [new("c", "C", "n", "ms", [new("s", [new(1, 2)])])] };

            report.WriteTo(file);

            Assert.Equal(MarkdownSection.Of(report, "charts"), MarkdownSection.Of(PartReport.FromFile(file), "charts"));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
