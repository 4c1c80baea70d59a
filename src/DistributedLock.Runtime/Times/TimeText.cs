using System.Globalization;

namespace DistributedLock.Times;

/// <summary>Times in messages, in the unit of the settings.</summary>
internal static class TimeText
{
    public static string Of(TimeSpan? time) => time is null ? "not set"
        : time == Timeout.InfiniteTimeSpan ? "for ever"
        : time.Value.TotalSeconds.ToString("0.#######", CultureInfo.InvariantCulture) + " s";
}
