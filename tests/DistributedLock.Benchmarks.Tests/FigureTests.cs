using DistributedLock.Benchmarks.Reports;

namespace DistributedLock.Benchmarks.Tests;

public class FigureTests
{
    [Theory(Timeout = 10_000)]
    [InlineData(1.01, true)]
    [InlineData(1.02, true)]
    [InlineData(1.03, false)]
    public void Ratio_is_judged_by_its_median(double ratio, bool expected) => Assert.Equal(
        expected, new Figure("wrapper", 5, "ns") { Ratio = new FigureRatio(ratio, 0.5, 2), Target = FigureTarget.RatioAtMost(1.02) }.IsMet);

    [Theory(Timeout = 10_000)]
    [InlineData(500, true)]
    [InlineData(499, false)]
    public void Value_is_judged_by_itself(double value, bool expected) =>
        Assert.Equal(expected, new Figure("leases", value, "") { Target = FigureTarget.ValueAtLeast(500) }.IsMet);

    [Fact(Timeout = 10_000)]
    public void Figure_without_its_ratio_does_not_meet_a_target_of_it() =>
        Assert.False(new Figure("wrapper", 5, "ns") { Target = FigureTarget.RatioAtMost(1.02) }.IsMet);

    [Fact(Timeout = 10_000)]
    public void Figure_without_a_target_is_not_judged() => Assert.Null(new Figure("p99", 5, "ms").IsMet);

    [Theory(Timeout = 10_000)]
    [InlineData(12345.6, "12,346")]
    [InlineData(123.45, "123")]
    [InlineData(12.345, "12.3")]
    [InlineData(1.2345, "1.23")]
    [InlineData(0.12345, "0.123")]
    [InlineData(0.0012345, "0.0012")]
    [InlineData(-1.5, "-1.50")]
    [InlineData(3, "3")]
    public void Number_is_written_with_the_digits_that_count(double value, string expected) => Assert.Equal(expected, Quantity.Of(value));
}
