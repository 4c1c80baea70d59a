using DistributedLock.Benchmarks.Reports;

namespace DistributedLock.Benchmarks.Tests;

public class ReportPageTests
{
    private static readonly string[] Order = ["first", "second", "third"];

    private const string Page = """
        # Performance

        By hand.

        <!-- measured: first -->
        ## First, old
        <!-- end of first -->

        Notes about the first.

        <!-- measured: third -->
        ## Third
        <!-- end of third -->

        """;

    [Fact(Timeout = 10_000)]
    public void Section_is_replaced_and_all_else_is_kept() => Assert.Equal(
        Page.Replace("## First, old", "## First, new", StringComparison.Ordinal),
        ReportPage.Replace(Page, "first", "## First, new\n", Order));

    [Fact(Timeout = 10_000)]
    public void Missing_section_is_put_before_the_next_ones() => Assert.Equal(
        Page.Replace("<!-- measured: third -->", "<!-- measured: second -->\n## Second\n<!-- end of second -->\n\n<!-- measured: third -->", StringComparison.Ordinal),
        ReportPage.Replace(Page, "second", "## Second\n", Order));

    [Fact(Timeout = 10_000)]
    public void Last_section_that_is_missing_is_put_at_the_end() => Assert.Equal(
        "# Performance\n\n<!-- measured: third -->\n## Third\n<!-- end of third -->\n",
        ReportPage.Replace("# Performance\n", "third", "## Third\n", Order));

    [Fact(Timeout = 10_000)]
    public void Section_without_an_end_is_refused()
    {
        var torn = Page.Replace("<!-- end of first -->\n", "", StringComparison.Ordinal);

        var exception = Assert.Throws<InvalidOperationException>(() => ReportPage.Replace(torn, "first", "## First, new\n", Order));

        Assert.Contains("<!-- end of first -->", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 10_000)]
    public void Charts_are_written_beside_the_page()
    {
        var folder = Directory.CreateTempSubdirectory("distributedlock-page-");
        try
        {
            var page = new ReportPage(Path.Combine(folder.FullName, "page.md"));
            var chart = new ScalingChart("curve", "A curve", "callers", "µs", [new("lock", [new(1, 2), new(10, 20)])]);

            page.Write(new PartReport("first", "First", "About it.") { Charts = [chart] }, Order);

            Assert.True(File.Exists(Path.Combine(folder.FullName, "performance", "curve.svg")));
            Assert.Contains("![A curve](performance/curve.svg)", File.ReadAllText(page.Path), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
