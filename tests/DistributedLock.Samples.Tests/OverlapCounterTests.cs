using QuickStart.Timelines;
using Xunit;

namespace DistributedLock.Samples.Tests;

public sealed class OverlapCounterTests
{
    [Fact(Timeout = 10_000)]
    public void Runs_one_after_the_other_do_not_overlap() => Assert.Equal(0, Count((0, 10), (10, 20), (25, 30)));

    [Fact(Timeout = 10_000)]
    public void A_run_that_begins_in_another_overlaps() => Assert.Equal(1, Count((0, 10), (9, 20)));

    [Fact(Timeout = 10_000)]
    public void A_run_inside_an_earlier_and_longer_one_overlaps() => Assert.Equal(2, Count((0, 100), (10, 20), (30, 40)));

    [Fact(Timeout = 10_000)]
    public void A_run_that_never_ended_overlaps_with_all_that_follow() => Assert.Equal(1, OverlapCounter.Count([new Run(1, 0), Ended(5, 6)]));

    [Fact(Timeout = 10_000)]
    public void The_order_in_which_runs_became_known_does_not_matter() => Assert.Equal(1, Count((9, 20), (0, 10)));

    private static int Count(params (long Begin, long End)[] runs) => OverlapCounter.Count(runs.Select(run => Ended(run.Begin, run.End)));

    private static Run Ended(long begin, long end)
    {
        var run = new Run(1, begin);
        run.EndAt(end);
        return run;
    }
}
