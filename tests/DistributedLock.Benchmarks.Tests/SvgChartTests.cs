using System.Globalization;
using System.Xml.Linq;
using DistributedLock.Benchmarks.Reports;

namespace DistributedLock.Benchmarks.Tests;

public class SvgChartTests
{
    private static ScalingChart Chart(params ChartPoint[] points) => new("curve", "Time & <more>", "callers", "µs", [new("lock", points), new("bare", points)]);

    [Fact(Timeout = 10_000)]
    public void Chart_is_an_image_with_a_curve_for_each_series()
    {
        var svg = XDocument.Parse(SvgChart.Draw(Chart(new(1, 20), new(16, 340), new(256, 5_000))));

        Assert.Equal("Time & <more>", svg.Root!.Elements().First(static element => element.Name.LocalName == "title").Value);
        Assert.Equal(2, svg.Descendants().Count(static element => element.Name.LocalName == "polyline"));
    }

    [Theory(Timeout = 10_000)]
    [InlineData(1, 20, 256, 5_000)]
    [InlineData(7, 3, 7, 3)]
    [InlineData(0.001, 1e-6, 1e6, 1e9)]
    public void Points_lie_inside_of_the_image(double firstAcross, double firstUp, double lastAcross, double lastUp)
    {
        var svg = XDocument.Parse(SvgChart.Draw(Chart(new(firstAcross, firstUp), new(lastAcross, lastUp))));

        Assert.All(svg.Descendants().Where(static element => element.Name.LocalName == "circle"), static circle =>
        {
            Assert.InRange(Number(circle, "cx"), 0, 560);
            Assert.InRange(Number(circle, "cy"), 0, 300);
        });
    }

    [Fact(Timeout = 10_000)]
    public void Larger_values_lie_higher_and_further_right()
    {
        var circles = XDocument.Parse(SvgChart.Draw(Chart(new(1, 20), new(16, 340)))).Descendants().Where(static element => element.Name.LocalName == "circle").ToArray();

        Assert.True(Number(circles[1], "cx") > Number(circles[0], "cx"));
        Assert.True(Number(circles[1], "cy") < Number(circles[0], "cy"));
    }

    [Theory(Timeout = 10_000)]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Point_that_no_logarithm_shows_is_refused(double up)
    {
        var exception = Assert.Throws<ArgumentException>(() => SvgChart.Draw(Chart(new(1, 20), new(16, up))));

        Assert.Contains("curve", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 10_000)]
    public void Legend_of_many_series_stays_inside_and_tells_them_apart()
    {
        string[] names = ["two bare scripts", "lock", "two bare scripts that leave the driver's thread", "LockTake, LockRelease", "textbook lock"];
        var svg = XDocument.Parse(SvgChart.Draw(new ScalingChart("c", "C", "n", "ms", [.. names.Select(static name => new ChartSeries(name, [new(1, 2), new(3, 4)]))])));

        var entries = svg.Descendants().Where(element => element.Name.LocalName == "text" && names.Contains(element.Value)).ToArray();
        Assert.Equal(names.Length, entries.Length);
        Assert.All(entries, static entry => Assert.InRange(Number(entry, "x") + (6.5 * entry.Value.Length), 0, 560)); // about what a letter takes
        Assert.Equal(names.Length, svg.Descendants().Where(static element => element.Name.LocalName == "rect").Select(static rect => rect.Attribute("fill")!.Value).Distinct().Count());
        var lowest = entries.Max(static entry => Number(entry, "y"));
        Assert.All(svg.Descendants().Where(static element => element.Name.LocalName == "circle"), circle => Assert.True(Number(circle, "cy") > lowest));
    }

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
