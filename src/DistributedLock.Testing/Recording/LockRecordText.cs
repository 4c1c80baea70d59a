using System.Globalization;
using System.Text;

namespace DistributedLock.Testing;

/// <summary>A record as the messages of assertions show it.</summary>
internal static class LockRecordText
{
    // A failing load test must not print a book.
    private const int MostLines = 200;

    public static string Of(IReadOnlyList<RecordedLockEvent> events)
    {
        if (events.Count == 0)
        {
            return "Nothing happened to any lock. Does the code under test use the provider that this recorder belongs to?";
        }

        var text = new StringBuilder("What happened:");
        var first = Math.Max(0, events.Count - MostLines);
        if (first > 0)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  ({first} earlier events)");
        }

        foreach (var happened in events.Skip(first))
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"{happened.Number,4}  +{(happened.At - events[0].At).TotalSeconds:0.000} s  {happened}");
        }

        return text.ToString();
    }
}
