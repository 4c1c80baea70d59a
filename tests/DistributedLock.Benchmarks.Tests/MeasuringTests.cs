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

        var samples = await InterleavedRounds.RunAsync(1, 20, Named("a"), Named("b"), Named("c"));

        var rounds = order.Chunk(3).ToArray();
        Assert.Equal(21, rounds.Length);
        Assert.All(rounds, static round => Assert.Equal(["a", "b", "c"], round.Order()));
        Assert.Equal(6, rounds.Select(static round => string.Concat(round)).Distinct().Count()); // every order there is, so no subject follows the same one always
        foreach (var (name, values) in samples.Select(static measured => (measured.Name, measured.Values)))
        {
            Assert.Equal(order.Index().Skip(3).Where(taken => taken.Item == name).Select(static taken => taken.Index + 1.0), values);
        }
    }
}
