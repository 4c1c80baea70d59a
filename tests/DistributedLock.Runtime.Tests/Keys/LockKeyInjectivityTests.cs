using System.Globalization;
using System.Text;
using DistributedLock.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace DistributedLock.Runtime.Tests.Keys;

/// <summary>Two different lists of values never give the same key of one template.</summary>
public sealed class LockKeyInjectivityTests
{
    private static readonly LockDefinition Definition = new("{a}...{b}...{c}", "Sample.Type.Method");

    // What separates placeholders: ordinary characters, and those that look like a part of an escape.
    private static readonly string[] Separators = ["-", "%", "%2", "2", "5", "25", "A", "~", "~7", "é", "\ud83d\ude00", "\0", ":%"];

    [Fact(Timeout = 60_000)]
    public Task Values_can_be_read_back_from_their_key()
    {
        var piece = Gen.Elements(
            "-", "%", "2", "5", "D", "%2D", "%25", "A", "~", "~7E", "7E", "é", "%C3", "\ud83d\ude00", "\ud83d\ude01", "\0", "00", ":", "x");
        var value =
            from length in Gen.Choose(0, 3)
            from pieces in piece.ListOf(length)
            select string.Concat(pieces);
        var samples =
            from first in Gen.Elements(Separators)
            from second in Gen.Elements(Separators)
            from values in value.Three()
            select (first, second, values);

        Prop.ForAll(samples.ToArbitrary(), static sample => Values(sample.first, sample.second, Key(sample.first, sample.second, sample.values))
            .Equals(sample.values))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 60_000)]
    public Task Short_values_of_the_separators_own_characters_give_different_keys()
    {
        foreach (var separator in Separators)
        {
            // Every pair of values over the alphabet that could confuse this separator, exhaustively.
            var alphabet = (separator + "%~257E").Distinct().Select(static character => character.ToString()).ToArray();
            var texts = new List<string> { "" };
            texts.AddRange(alphabet);
            texts.AddRange(alphabet.SelectMany(_ => alphabet, static (left, right) => left + right));
            texts.AddRange(alphabet.SelectMany(left => alphabet.SelectMany(middle => alphabet.Select(right => left + middle + right))));
            var known = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
            foreach (var first in texts)
            {
                foreach (var last in texts)
                {
                    var key = Pair(separator, first, last);
                    Assert.True(
                        known.TryAdd(key, (first, last)),
                        $"('{first}', '{last}') and {(known.TryGetValue(key, out var other) ? other : default)} both give '{key}' with '{separator}' between them");
                }
            }
        }

        return Task.CompletedTask;
    }

    private static string Key(string first, string second, (string A, string B, string C) values)
    {
        var writer = new LockKeyWriter(Definition, stackalloc char[32]);
        writer.Literal("k");
        writer.Text(values.A, "a", first[0]);
        writer.Literal(first);
        writer.Text(values.B, "b", second[0]);
        writer.Literal(second);
        writer.Text(values.C, "c");
        return writer.ToKey().Value;
    }

    private static (string A, string B, string C) Values(string first, string second, string key)
    {
        var rest = key.AsSpan(1);
        var a = ReadValue(ref rest, first);
        var b = ReadValue(ref rest, second);
        return (a, b, rest.ToString());
    }

    /// <summary>Reads up to the first character of the separator that is not a part of an escape.</summary>
    private static string ReadValue(ref ReadOnlySpan<char> rest, string separator)
    {
        var escape = separator[0] == '%' ? '~' : '%';
        var value = new StringBuilder();
        while (rest[0] != separator[0])
        {
            value.Append(rest[0] == escape ? ReadEscape(ref rest) : rest[0]);
            rest = rest[1..];
        }

        Assert.True(rest.StartsWith(separator));
        rest = rest[separator.Length..];
        return value.ToString();
    }

    /// <summary>Reads all but the last character of an escaped code unit: one to three bytes of generalized UTF-8.</summary>
    private static char ReadEscape(ref ReadOnlySpan<char> rest)
    {
        var unit = ReadByte(rest);
        var following = unit < 0x80 ? 0 : unit < 0xE0 ? 1 : 2;
        unit &= following switch { 0 => 0x7F, 1 => 0x1F, _ => 0x0F };
        for (; following > 0; following--)
        {
            rest = rest[3..];
            unit = (unit << 6) | (ReadByte(rest) & 0x3F);
        }

        rest = rest[2..];
        return (char)unit;

        static int ReadByte(ReadOnlySpan<char> text) => int.Parse(text.Slice(1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private static string Pair(string separator, string first, string last)
    {
        var writer = new LockKeyWriter(Definition, stackalloc char[32]);
        writer.Text(first, "a", separator[0]);
        writer.Literal(separator);
        writer.Text(last, "b");
        return writer.ToKey().Value;
    }
}
