using DistributedLock.CompilerServices;
using Xunit;

namespace DistributedLock.Runtime.Tests.Keys;

public sealed class LockKeyWriterTests
{
    private static readonly LockDefinition Definition = new("t-{value}", "Sample.Type.Method");

    private delegate void Write(ref LockKeyWriter writer);

    [Fact(Timeout = 30_000)]
    public Task Literals_and_values_are_joined_in_their_order()
    {
        var key = KeyOf((ref LockKeyWriter writer) =>
        {
            writer.Literal("invoice-");
            writer.Text("a", "tenant", '/');
            writer.Literal("/");
            writer.Formatted(42, "number");
        });
        Assert.Equal("invoice-a/42", key.Value);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("a-b", '-', "a%2Db")]
    [InlineData("a%b", '-', "a%25b")]
    [InlineData("%2D", '-', "%252D")]
    [InlineData("a/b", '-', "a/b")]
    [InlineData("€uro", '€', "%E2%82%ACuro")]
    [InlineData("é", 'é', "%C3%A9")]
    [InlineData("a\0", '\0', "a%00")]
    [InlineData("", '-', "")]
    [InlineData("a%~b", '%', "a~25~7Eb")]
    public Task Value_before_a_literal_escapes_percent_and_the_first_character_of_the_literal(string value, char next, string expected)
    {
        var key = KeyOf((ref LockKeyWriter writer) =>
        {
            writer.Text(value, "value", next);
            writer.Literal(next + "end");
        });
        Assert.Equal(expected + next + "end", key.Value);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("a%b-c")]
    [InlineData("%")]
    [InlineData("\ud83d\ude00")]
    public Task Last_value_is_written_as_it_is(string value)
    {
        Assert.Equal("t-" + value, KeyOf((ref LockKeyWriter writer) =>
        {
            writer.Literal("t-");
            writer.Text(value, "value");
        }).Value);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Key_longer_than_the_buffer_is_written_in_full()
    {
        var part = new string('x', 100);
        var key = KeyOf((ref LockKeyWriter writer) =>
        {
            for (var i = 0; i < 41; i++)
            {
                writer.Text(part, "value", '-');
                writer.Literal("-");
            }
        });
        Assert.Equal(string.Concat(Enumerable.Repeat(part + "-", 41)), key.Value);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Null_value_throws_and_names_template_member_and_placeholder()
    {
        Write[] writes =
        [
            (ref LockKeyWriter writer) => writer.Text(null, "value"),
            (ref LockKeyWriter writer) => writer.Text(null, "value", '-'),
            (ref LockKeyWriter writer) => writer.Character(null, "value"),
            (ref LockKeyWriter writer) => writer.Boolean(null, "value", '-'),
            (ref LockKeyWriter writer) => writer.Enumeration((DayOfWeek?)null, "value"),
            (ref LockKeyWriter writer) => writer.Formatted((int?)null, "value"),
            (ref LockKeyWriter writer) => writer.Formatted((IFormattable?)null, "value", '-'),
            (ref LockKeyWriter writer) => writer.Object((Uri?)null, "value"),
            (ref LockKeyWriter writer) => writer.Object(new NoText(), "value"),
        ];
        foreach (var write in writes)
        {
            var exception = Assert.Throws<ArgumentException>("value", () => KeyOf(write));
            Assert.Contains("'{value}'", exception.Message, StringComparison.Ordinal);
            Assert.Contains("'t-{value}'", exception.Message, StringComparison.Ordinal);
            Assert.Contains("Sample.Type.Method", exception.Message, StringComparison.Ordinal);
        }

        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Key_without_any_text_throws_and_names_the_template()
    {
        var exception = Assert.Throws<ArgumentException>(() => KeyOf((ref LockKeyWriter writer) => writer.Text("", "value")));
        Assert.Contains("'t-{value}'", exception.Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Typed_value_has_the_text_that_a_value_of_unknown_type_has()
    {
        using var _ = new HostileCulture();
        AssertSame(-5, (ref LockKeyWriter writer) => writer.Formatted(-5, "v"));
        AssertSame(-0.0, (ref LockKeyWriter writer) => writer.Formatted(-0.0, "v"));
        AssertSame(1.5f, (ref LockKeyWriter writer) => writer.Formatted((float?)1.5f, "v"));
        AssertSame((Half)(-0.0), (ref LockKeyWriter writer) => writer.Formatted((Half)(-0.0), "v"));
        AssertSame(1.500m, (ref LockKeyWriter writer) => writer.Formatted(1.500m, "v"));
        AssertSame(decimal.Negate(0.0m), (ref LockKeyWriter writer) => writer.Formatted(decimal.Negate(0.0m), "v"));
        AssertSame(Guid.Empty, (ref LockKeyWriter writer) => writer.Formatted(Guid.Empty, "v"));
        AssertSame(DateTime.UnixEpoch, (ref LockKeyWriter writer) => writer.Formatted(DateTime.UnixEpoch, "v"));
        AssertSame(DateTimeOffset.UnixEpoch, (ref LockKeyWriter writer) => writer.Formatted(DateTimeOffset.UnixEpoch, "v"));
        AssertSame(new DateOnly(2024, 1, 2), (ref LockKeyWriter writer) => writer.Formatted(new DateOnly(2024, 1, 2), "v"));
        AssertSame(new TimeOnly(1, 2, 3), (ref LockKeyWriter writer) => writer.Formatted(new TimeOnly(1, 2, 3), "v"));
        AssertSame(TimeSpan.FromDays(-2), (ref LockKeyWriter writer) => writer.Formatted(TimeSpan.FromDays(-2), "v"));
        AssertSame((DayOfWeek)(-3), (ref LockKeyWriter writer) => writer.Enumeration((DayOfWeek)(-3), "v"));
        AssertSame(true, (ref LockKeyWriter writer) => writer.Boolean(true, "v"));
        AssertSame('\ud800', (ref LockKeyWriter writer) => writer.Character('\ud800', "v"));
        AssertSame(new Version(1, 2), (ref LockKeyWriter writer) => writer.Object(new Version(1, 2), "v"));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Format_is_written_in_the_invariant_culture_and_escaped_like_any_value()
    {
        using var _ = new HostileCulture();
        var key = KeyOf((ref LockKeyWriter writer) =>
        {
            writer.Formatted(new DateTime(2024, 2, 29, 0, 0, 0, DateTimeKind.Utc), "date", '-', "yyyy-MM");
            writer.Literal("-");
            writer.Formatted(new DateTime(2024, 2, 29, 0, 0, 0, DateTimeKind.Utc), "date", "yyyy/MM");
        });
        Assert.Equal("2024%2D02-2024/02", key.Value);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Value_of_unknown_type_is_formatted_and_escaped_like_a_typed_one()
    {
        using var _ = new HostileCulture();
        Assert.Equal("0.0", KeyOf((ref LockKeyWriter writer) => writer.Value(-0.0, "v", "F1")).Value);
        Assert.Equal("3", KeyOf((ref LockKeyWriter writer) => writer.Value(DayOfWeek.Wednesday, "v", "D")).Value);
        Assert.Equal("a%2Db", KeyOf((ref LockKeyWriter writer) => writer.Value("a-b", "v", '-')).Value);
        Assert.Equal("2024%2D02", KeyOf((ref LockKeyWriter writer) => writer.Value(new DateOnly(2024, 2, 29), "v", '-', "yyyy-MM")).Value);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Value_of_unknown_type_without_a_stable_text_throws_and_says_what_came()
    {
        foreach (var value in new object[] { new int[1], new List<string>(), new object(), new Dictionary<string, int>(), new NoText() })
        {
            var exception = Assert.Throws<ArgumentException>("value", () => KeyOf((ref LockKeyWriter writer) => writer.Value(value, "value")));
            Assert.Contains(value.GetType().ToString(), exception.Message, StringComparison.Ordinal);
            Assert.Contains("'t-{value}'", exception.Message, StringComparison.Ordinal);
        }

        foreach (var value in new object[] { "a", 'a', true })
        {
            var exception = Assert.Throws<ArgumentException>("value", () => KeyOf((ref LockKeyWriter writer) => writer.Value(value, "value", "X")));
            Assert.Contains("takes no format 'X'", exception.Message, StringComparison.Ordinal);
        }

        Assert.Contains("is null", Assert.Throws<ArgumentException>("value", () => KeyOf((ref LockKeyWriter writer) => writer.Value(null, "value"))).Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    private static void AssertSame(object value, Write write)
    {
        var expected = KeyOf(write).Value;
        Assert.Equal(expected, LockKeyText.OfObject(value));
        Assert.Equal(expected, KeyOf((ref LockKeyWriter writer) => writer.Value(value, "v")).Value);
    }

    private static LockKey KeyOf(Write write)
    {
        var writer = new LockKeyWriter(Definition, stackalloc char[16]);
        write(ref writer);
        return writer.ToKey();
    }

    private sealed class NoText
    {
        public override string? ToString() => null;
    }
}
