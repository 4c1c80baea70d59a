using System.Diagnostics;

namespace QuickStart.Timelines;

/// <summary>One column of a timeline: a slice of the phase, and who ran in it.</summary>
/// <param name="Worker">The worker that ran longest in the slice; 0 for none.</param>
/// <param name="Overlaps">Whether two ran at the same moment of the slice.</param>
internal readonly record struct TimelineCell(int Worker, bool Overlaps)
{
    public char Symbol => Overlaps ? '!' : Worker > 0 ? (char)('0' + Worker) : '·';

    /// <summary>Cuts a phase into equal slices, up to now.</summary>
    public static TimelineCell[] Slice(IReadOnlyList<Run> runs, Phase phase, int columns)
    {
        var elapsed = Math.Min(phase.Elapsed / phase.Length, 1);
        var cells = new TimelineCell[(int)(elapsed * columns)];
        var width = phase.Length.TotalSeconds * Stopwatch.Frequency / columns;
        for (var i = 0; i < cells.Length; i++)
        {
            var from = phase.Start + (long)(i * width);
            cells[i] = Of(runs, from, from + (long)width);
        }

        return cells;
    }

    private static TimelineCell Of(IReadOnlyList<Run> runs, long from, long to)
    {
        var inside = runs.Where(run => run.Begin < to && run.End > from).OrderBy(run => run.Begin).ToArray();
        var longest = inside.MaxBy(run => Math.Min(run.End, to) - Math.Max(run.Begin, from));
        var overlaps = inside.Zip(inside.Skip(1)).Any(pair => pair.Second.Begin < pair.First.End);
        return new TimelineCell(longest?.Worker ?? 0, overlaps);
    }
}
