using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace DistributedLock.Runtime.Tests.Keys;

public sealed class LockKeyAlphabetTests
{
    private static readonly LockKeyAlphabet Letters = new(80, static character => character is (>= 'a' and <= 'z') or '_' or '~', static name => name == "con");

    [Fact(Timeout = 60_000)]
    public void Fit_key_that_fits_stays_as_it_is() => Assert.Equal(new string('a', 80), Letters.Fit(new string('a', 80)));

    [Theory(Timeout = 60_000)]
    [InlineData("Order 4", "order__")]
    [InlineData("con", "con")]
    [InlineData("a~b", "a_b")]
    [InlineData("\u00e9", "_")]
    public void Fit_other_key_becomes_a_prefix_and_the_hash_of_its_utf8_form(string key, string prefix) =>
        Assert.Equal($"{prefix}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}", Letters.Fit(key));

    [Fact(Timeout = 60_000)]
    public void Fit_longer_key_keeps_the_length()
    {
        var name = Letters.Fit(new string('a', 81));

        Assert.Equal(80, name.Length);
        Assert.StartsWith(new string('a', 15) + "~", name, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Fit_keys_with_different_lone_surrogates_have_different_names()
    {
        string[] keys = ["\ud800", "\ud801", "\udc00", "\ufffd", "\ud800\udc00", "\udc00\ud800"];

        Assert.Equal(keys.Length, keys.Select(Letters.Fit).Distinct().Count());
    }

    [Theory(Timeout = 60_000)]
    [InlineData(null)]
    [InlineData("")]
    public void Fit_empty_key_throws(string? key) => Assert.Throws<ArgumentException>(() => Letters.Fit(key!));

    [Fact(Timeout = 60_000)]
    public void Constructor_name_without_room_for_a_hash_throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LockKeyAlphabet(65, static _ => true));
}
