using DistributedLock.Benchmarks.Measuring;

namespace DistributedLock.Benchmarks.Tests;

public class MeasuringTests
{
    [Theory(Timeout = 10_000)]
    [InlineData(0, 1)]
    [InlineData(0.25, 2)]
    [InlineData(0.5, 3)]
    [InlineData(0.9, 4.6)]
    [InlineData(1, 5)]
    public void Quantile_lies_between_the_values(double quantile, double expected) => Assert.Equal(expected, new double[] { 5, 1, 4, 2, 3 }.Quantile(quantile), 6);

    [Fact(Timeout = 10_000)]
    public void Ratio_is_taken_round_by_round()
    {
        // The machine was ten times slower in the second round: the ratios do not see it.
        var figure = new Samples("lock", [11, 110, 11]).Against(new Samples("bare", [10, 100, 10]), "ns");

        Assert.Equal(1.1, figure.Ratio!.Median, 6);
        Assert.Equal(1.1, figure.Ratio.UpperQuartile!.Value, 6);
        Assert.Equal(10, figure.Reference!.Value);
    }

    [Fact(Timeout = 10_000)]
    public async Task Subjects_take_turns_and_warm_ups_do_not_count()
    {
        var order = new List<string>();
        Subject Named(string name) => new(name, () =>
        {
            order.Add(name);
            return Task.FromResult((double)order.Count);
        });

        var samples = await InterleavedRounds.RunAsync(1, 2, Named("a"), Named("b"));

        Assert.Equal(["a", "b", "b", "a", "a", "b"], order);
        Assert.Equal([4, 5], samples[0].Values);
        Assert.Equal([3, 6], samples[1].Values);
    }
}
