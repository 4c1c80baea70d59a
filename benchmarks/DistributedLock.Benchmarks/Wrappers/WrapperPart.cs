using DistributedLock.Benchmarks.Measuring;
using DistributedLock.Benchmarks.Reports;
using DistributedLock.Benchmarks.Running;

namespace DistributedLock.Benchmarks.Wrappers;

/// <summary>The generated wrapper beside the same thing by hand and by proxies.</summary>
internal sealed class WrapperPart : BenchmarkPart
{
    private const double MostTime = 1.02;
    private const double LeastTimesBelowCastle = 5;

    public override string Name => "wrapper";

    public override string Title => "Wrapper";

    public override string About => """
        One locked method over the in-memory provider: the generated wrapper, an `await using` by hand, `DispatchProxy`, and an asynchronous interceptor of Castle's DynamicProxy. Both
        proxies read their attribute once and build the key by one concatenation. Time by interleaved rounds; bytes, and time once more, by BenchmarkDotNet (in process, short run). The
        overhead is what a call takes longer than the one by hand.
        """;

    public override async Task MeasureAsync(PartRun run)
    {
        foreach (var yields in new[] { false, true })
        {
            run.Begin(yields ? "The body goes on in the thread pool" : "The body ends before it returns");
            await MeasureTimeAsync(run, yields);
        }

        run.Begin("Bytes");
        var results = ClassBenchmarks.Run<WrapperBenchmarks>(run.IsQuick);
        foreach (var yields in new[] { "BodyYields=False", "BodyYields=True" })
        {
            var generated = results.Single(result => result.Method == nameof(WrapperBenchmarks.Generated) && result.Parameters == yields);
            var byHand = results.Single(result => result.Method == nameof(WrapperBenchmarks.HandWritten) && result.Parameters == yields);
            run.Add(new Figure($"generated, {yields}", generated.Bytes, "B")
            {
                Reference = new FigureReference("by hand", byHand.Bytes),
                Ratio = new FigureRatio((double)generated.Bytes / byHand.Bytes, null, null),
                Target = FigureTarget.RatioAtMost(1),
            });
        }

        run.Add(ClassBenchmarks.Table("By BenchmarkDotNet", results));
    }

    private static async Task MeasureTimeAsync(PartRun run, bool yields)
    {
        var benchmarks = new WrapperBenchmarks { BodyYields = yields };
        var calls = run.Pick(yields ? 100 : 400, 1);
        var measured = await InterleavedRounds.RunAsync(
            run.Pick(20, 1),
            run.Pick(121, 3),
            Subject.Timed("by hand", calls, WrapperBenchmarks.Round, benchmarks.HandWritten),
            Subject.Timed("generated", calls, WrapperBenchmarks.Round, benchmarks.Generated),
            Subject.Timed("DispatchProxy", calls, WrapperBenchmarks.Round, benchmarks.Dispatched),
            Subject.Timed("Castle DynamicProxy", calls, WrapperBenchmarks.Round, benchmarks.Intercepted));
        var (byHand, generated, dispatched, castle) = (measured[0], measured[1], measured[2], measured[3]);
        run.Add(generated.Against(byHand, "ns") with { Target = FigureTarget.RatioAtMost(MostTime) });
        run.Add(dispatched.Against(byHand, "ns"));
        run.Add(castle.Against(byHand, "ns"));

        var (overhead, castles) = (generated.Beyond(byHand).Median, castle.Beyond(byHand).Median);
        run.Add(new Figure("overhead of generated", overhead, "ns")
        {
            Reference = new FigureReference("overhead of Castle DynamicProxy", castles),
            Ratio = new FigureRatio(overhead / castles, null, null),
            Target = FigureTarget.RatioAtMost(1 / LeastTimesBelowCastle),
        });
    }
}
