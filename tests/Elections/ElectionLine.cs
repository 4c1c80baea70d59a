using System.Globalization;

namespace DistributedLock.Tests.Elections;

/// <summary>One line of a candidate's process.</summary>
/// <param name="Process">Its number among those of the test.</param>
/// <param name="What">What it says: candidate, started, works, stopped.</param>
/// <param name="Term">The number of its term; 0 for a candidate.</param>
/// <param name="Stamp">The machine's monotonic clock.</param>
internal sealed record ElectionLine(int Process, string What, long Term, long Stamp)
{
    public const string Candidate = "candidate";
    public const string Started = "started";
    public const string Works = "works";
    public const string Stopped = "stopped";

    /// <returns><see langword="null"/> for a line that a kill has cut.</returns>
    public static ElectionLine? Parse(int process, string text)
    {
        if (!text.EndsWith(';'))
        {
            return null;
        }

        var words = text.TrimEnd(';').Split(' ');
        return new ElectionLine(
            process,
            words[0],
            words[1] == "-" ? 0 : long.Parse(words[1], CultureInfo.InvariantCulture),
            long.Parse(words[2], CultureInfo.InvariantCulture));
    }
}
