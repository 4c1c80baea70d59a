using System.Globalization;

namespace DistributedLock.CodeModel.Templates;

/// <summary>
/// Whether a format can be right for a type of the framework: what the type refuses would fail every call, and a format that says nothing of the value gives all values one key. Knows
/// neither compilers nor reflection: the compiler asks for attributes, and an application that starts for its endpoints.
/// </summary>
internal static class KeyFormat
{
    // They differ in all that a format can write.
    private static readonly DateTime[] Moments =
    [
        new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc).AddTicks(1234567), new DateTime(2012, 11, 22, 17, 38, 49, DateTimeKind.Unspecified).AddTicks(7654321),
    ];

    private static readonly TimeSpan[] Spans = [new TimeSpan(1, 2, 3, 4).Add(TimeSpan.FromTicks(1234567)), -new TimeSpan(12, 13, 14, 15).Add(TimeSpan.FromTicks(7654321))];

    /// <remarks>The samples of numbers have no sign: it is written beside a text that says nothing, too.</remarks>
    /// <param name="type">The name of the type in the namespace <c>System</c>, as metadata writes it; <see langword="null"/> for an enumeration.</param>
    /// <param name="format">What stands after the colon.</param>
    /// <returns>What is wrong; <see langword="null"/> where nothing is, or nothing is known of the type.</returns>
    public static string? ProblemOf(string? type, string format) => type switch
    {
        null => OneOf(format, "an enumeration", "DFGX"),
        "Guid" => OneOf(format, "a Guid", "BDNPX"),
        "SByte" or "Byte" or "Int16" or "UInt16" or "Int32" or "UInt32" or "Int64" or "UInt64" or "IntPtr" or "UIntPtr" or "Int128" or "UInt128" =>
            IsOfSomeVersions(format) ? null : Try("a whole number", format, [5L, 777777L], static (value, text) => value.ToString(text, CultureInfo.InvariantCulture)),
        "Single" or "Double" or "Half" =>
            IsOfSomeVersions(format) ? null : Try("a number", format, [0.25, 777777d], static (value, text) => value.ToString(text, CultureInfo.InvariantCulture)),
        "Decimal" => IsOfSomeVersions(format) ? null : Try("a decimal", format, [0.25m, 777777m], static (value, text) => value.ToString(text, CultureInfo.InvariantCulture)),
        "DateTime" => Try("a DateTime", format, Moments, static (value, text) => value.ToString(text, CultureInfo.InvariantCulture)),
        "DateTimeOffset" => Try(
            "a DateTimeOffset", format,
            [new DateTimeOffset(DateTime.SpecifyKind(Moments[0], DateTimeKind.Unspecified), TimeSpan.FromHours(2)), new DateTimeOffset(Moments[1], TimeSpan.FromMinutes(-90))],
            static (value, text) => value.ToString(text, CultureInfo.InvariantCulture)),
        "DateOnly" => PartOfMoment(format, "a DateOnly", "dDmMoOrRyY", "tfFhHmszK"),
        "TimeOnly" => PartOfMoment(format, "a TimeOnly", "tToOrR", "dMyz"),
        "TimeSpan" => Try("a TimeSpan", format, Spans, static (value, text) => value.ToString(text, CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static string? OneOf(string format, string subject, string letters) => format.Length == 1 && letters.IndexOf(char.ToUpperInvariant(format[0])) >= 0
        ? null
        : $"{subject} takes no format '{format}': write one of {string.Join(", ", letters.Select(static letter => letter.ToString()))}";

    /// <summary>What runs the compiler may be older than what runs the application, and knows fewer. Many digits would only cost time here.</summary>
    private static bool IsOfSomeVersions(string format) => char.ToUpperInvariant(format[0]) is 'B' or 'R' || (format.Length > 3 && format.Skip(1).All(char.IsDigit));

    private static string? Try<T>(string subject, string format, IReadOnlyList<T> samples, Func<T, string, string> write)
    {
        try
        {
            return samples.Select(sample => write(sample, format)).Distinct(StringComparer.Ordinal).Count() > 1
                ? null
                : $"the format '{format}' writes nothing of {subject}, so all values would be one lock: write one that does";
        }
        catch (FormatException)
        {
            return $"{subject} takes no format '{format}'";
        }
    }

    /// <remarks>These types are not there where the compiler runs, and write what is theirs as a <see cref="DateTime"/> does.</remarks>
    private static string? PartOfMoment(string format, string subject, string letters, string foreign) =>
        (format.Length == 1 ? letters.IndexOf(format[0]) < 0 : Unquoted(format).Any(character => foreign.IndexOf(character) >= 0))
            ? $"{subject} takes no format '{format}'"
            : Try(subject, format, Moments, static (value, text) => value.ToString(text, CultureInfo.InvariantCulture));

    private static IEnumerable<char> Unquoted(string format)
    {
        char? quote = null;
        for (var index = 0; index < format.Length; index++)
        {
            var character = format[index];
            if (character == '\\')
            {
                index++;
            }
            else if (quote is not null || character is '\'' or '"')
            {
                quote = quote is null ? character : quote == character ? null : quote;
            }
            else
            {
                yield return character;
            }
        }
    }
}
