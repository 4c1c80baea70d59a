using Xunit;

namespace DistributedLock.Runtime.Tests.Keys;

public sealed class LockKeyTests
{
    [Fact(Timeout = 30_000)]
    public Task Empty_or_missing_text_throws_and_says_what_was_expected()
    {
        Assert.Throws<ArgumentNullException>("text", () => new LockKey(null!));
        var exception = Assert.Throws<ArgumentException>("text", () => new LockKey(""));
        Assert.Contains("must not be empty", exception.Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Default_value_is_no_key()
    {
        Assert.True(default(LockKey).IsDefault);
        Assert.Throws<InvalidOperationException>(() => default(LockKey).Value);
        Assert.Equal("", default(LockKey).ToString());
        Assert.Equal(default, default(LockKey));
        Assert.Equal(0, default(LockKey).GetHashCode());
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("a", "A")]
    [InlineData("é", "e\u0301")]
    [InlineData("a", "a\0")]
    [InlineData("ß", "ss")]
    public Task Keys_are_compared_ordinally(string left, string right)
    {
        Assert.NotEqual(new LockKey(left), new LockKey(right));
        Assert.True(new LockKey(left) != right);
        Assert.True(new LockKey(left) == new LockKey(new string(left.AsSpan())));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(0, "0")]
    [InlineData(-42, "-42")]
    [InlineData(long.MinValue, "-9223372036854775808")]
    [InlineData(long.MaxValue, "9223372036854775807")]
    public Task Numeric_key_keeps_its_number_and_equals_its_invariant_text(long number, string text)
    {
        using var _ = new HostileCulture();
        var key = LockKey.FromInt64(number);
        Assert.Equal(number, key.Number);
        Assert.Equal(text, key.Value);
        Assert.Equal(new LockKey(text), key);
        Assert.Equal(new LockKey(text).GetHashCode(), key.GetHashCode());
        Assert.Null(new LockKey(text).Number);
        return Task.CompletedTask;
    }
}
