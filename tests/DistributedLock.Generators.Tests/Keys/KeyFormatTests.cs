using System.Globalization;
using DistributedLock.CodeModel.Templates;

namespace DistributedLock.Generators.Tests.Keys;

/// <summary>What is said of a format before any value is there, held against what the types themselves do with it.</summary>
public class KeyFormatTests
{
    private static readonly Dictionary<string, IFormattable[]> Samples = new()
    {
        ["Guid"] = [Guid.Parse("3F2504E0-4F89-11D3-9A0C-0305E82C3301"), Guid.Empty],
        ["Int32"] = [1, 333_333],
        ["Byte"] = [(byte)1, (byte)222],
        ["Int64"] = [1L, 333_333L],
        ["Double"] = [0.5, 22.25, 1e10],
        ["Decimal"] = [0.5m, 22.25m, 333_333m],
        ["DateTime"] = [new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(7), new DateTime(1999, 12, 30, 17, 58, 59).AddTicks(8_000_000)],
        ["DateTimeOffset"] = [new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)).AddTicks(7), new DateTimeOffset(1999, 12, 30, 17, 58, 59, TimeSpan.FromHours(-2)).AddTicks(8_000_000)],
        ["DateOnly"] = [new DateOnly(2026, 1, 2), new DateOnly(1999, 12, 30)],
        ["TimeOnly"] = [new TimeOnly(3, 4, 5, 6, 7), new TimeOnly(17, 58, 59, 800)],
        ["TimeSpan"] = [new TimeSpan(1, 2, 3, 4, 5), -new TimeSpan(11, 12, 13, 14, 15)],
        [nameof(DayOfWeek)] = [DayOfWeek.Friday, DayOfWeek.Monday],
    };

    private static readonly string[] Formats =
    [
        "nope", "N", "n", "D", "d", "B", "P", "X", "x", "G", "g", "F", "f", "c", "C", "E", "e3", "N0", "D5", "F2", "P1", "X8", "R", "r", "o", "O", "s", "u", "U", "t", "T", "y", "Y", "m", "M", "Z", "Q", "!",
        "0", "000", "#", "#,##0.00", "0;(0)", "'x'", "\\\\0", "%d", "yyyyMMdd", "yyyy-MM-dd", "dd.MM.", "HH:mm", "HHmmss", "hh\\:mm", "d\\.hh", "fff", "zzz", "K", "'week' d", "MMM", "dddd", "tt", "H", "mm", "ss",
        "d'd'h'h'", "yy\\hM", "abc", "xyz", " ",
    ];

    public static TheoryData<string> Types => [.. Samples.Keys];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Types))]
    public void Format_is_refused_when_the_type_refuses_it_or_writes_nothing_of_the_value(string type)
    {
        foreach (var format in Formats)
        {
            var isRight = IsRight(Samples[type], format);
            var problem = KeyFormat.ProblemOf(type == nameof(DayOfWeek) ? null : type, format);

            // What newer versions understand is not refused, whoever asks.
            Assert.True(isRight == problem is null || (problem is null && format is "B" or "R" or "r"), $"{type} and '{format}': {(isRight ? "right" : "wrong")}, but said was: {problem ?? "nothing"}");
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("Version")]
    [InlineData("Uri")]
    public void Type_of_which_nothing_is_known_takes_what_it_takes(string type) => Assert.Null(KeyFormat.ProblemOf(type, "nope"));

    [Fact(Timeout = 60_000)]
    public void Format_of_a_thousand_million_digits_is_not_tried() => Assert.Null(KeyFormat.ProblemOf("Int32", "D999999999"));

    private static bool IsRight(IFormattable[] samples, string format)
    {
        try
        {
            return samples.Select(sample => sample.ToString(format, CultureInfo.InvariantCulture)).Distinct().Count() > 1;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
