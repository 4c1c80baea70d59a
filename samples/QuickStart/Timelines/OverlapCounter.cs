namespace QuickStart.Timelines;

/// <summary>Knows nothing of locks: compares the times at which bodies began and ended.</summary>
internal static class OverlapCounter
{
    /// <summary>How many of one tenant's runs began while another of them was going on.</summary>
    public static int Count(IEnumerable<Run> runs)
    {
        var overlapping = 0;
        var latestEnd = long.MinValue;
        foreach (var run in runs.OrderBy(run => run.Begin))
        {
            if (run.Begin < latestEnd)
            {
                overlapping++;
            }

            latestEnd = Math.Max(latestEnd, run.End);
        }

        return overlapping;
    }
}
