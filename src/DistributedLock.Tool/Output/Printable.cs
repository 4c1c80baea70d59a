using System.Globalization;
using System.Text;

namespace DistributedLock.Tool.Output;

/// <summary>
/// Text for a terminal. Keys are made of values that users type: what controls a terminal, or the order in which it shows characters, is written as <c>\uXXXX</c>.
/// </summary>
internal static class Printable
{
    /// <summary>What stands where nothing is known.</summary>
    public const string Unknown = "-";

    public static string Text(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return Unknown;
        }

        if (!text.Any(IsHarmful))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            if (IsHarmful(character))
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                safe.Append(character);
            }
        }

        return safe.ToString();
    }

    public static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? Unknown;

    public static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? Unknown;

    public static string Seconds(TimeSpan? span) => span?.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture) ?? Unknown;

    private static bool IsHarmful(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
