using System.Globalization;
using System.Numerics;
using Xunit;

namespace DistributedLock.Runtime.Tests.Keys;

public sealed class LockKeyTextTests
{
    private enum Color : sbyte
    {
        Red = 1,
        Green = 2,
    }

    public static TheoryData<object, string> Texts => new()
    {
        { "Text, as it is", "Text, as it is" },
        { 'x', "x" },
        { true, "true" },
        { false, "false" },
        { -1234567, "-1234567" },
        { long.MinValue, "-9223372036854775808" },
        { ulong.MaxValue, "18446744073709551615" },
        { (sbyte)-5, "-5" },
        { (byte)200, "200" },
        { new BigInteger(-123), "-123" },
        { BigInteger.Pow(10, 60) + 1, "1" + new string('0', 59) + "1" },
        { Int128.MinValue, "-170141183460469231731687303715884105728" },
        { 0.1, "0.1" },
        { -1234567.5, "-1234567.5" },
        { 1e300, "1E+300" },
        { 1e-300, "1E-300" },
        { double.NaN, "NaN" },
        { double.PositiveInfinity, "Infinity" },
        { double.NegativeInfinity, "-Infinity" },
        { 0.1f, "0.1" },
        { (Half)0.5, "0.5" },
        { 0.0, "0" },
        { -0.0, "0" },
        { -0.0f, "0" },
        { (Half)(-0.0), "0" },
        { 1.0m, "1" },
        { 1.00m, "1" },
        { -1.50m, "-1.5" },
        { 0.00m, "0" },
        { -0.00m, "0" },
        { 1E-28m, "1E-28" },
        { decimal.MaxValue, "79228162514264337593543950335" },
        { new DateTime(2024, 2, 29, 13, 14, 15, DateTimeKind.Utc), "2024-02-29T13:14:15.0000000Z" },
        { new DateTime(2024, 2, 29, 13, 14, 15, DateTimeKind.Unspecified), "2024-02-29T13:14:15.0000000" },
        { new DateTimeOffset(2024, 2, 29, 13, 14, 15, TimeSpan.FromHours(-3)), "2024-02-29T13:14:15.0000000-03:00" },
        { new DateOnly(2024, 2, 29), "2024-02-29" },
        { new TimeOnly(13, 14, 15), "13:14:15.0000000" },
        { TimeSpan.FromSeconds(-90), "-00:01:30" },
        { new Guid("0F8FAD5B-D9CB-469F-A165-70867728950E"), "0f8fad5b-d9cb-469f-a165-70867728950e" },
        { DayOfWeek.Friday, "Friday" },
        { Color.Red, "Red" },
        { (Color)(-7), "-7" },
        { FileAccess.ReadWrite, "ReadWrite" },
        { AttributeTargets.Class | AttributeTargets.Method, "Class, Method" },
        { new Version(1, 2, 3), "1.2.3" },
        { new Uri("https://Example.org/A b"), "https://example.org/A b" },
    };

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public Task Value_has_one_text_in_every_culture(object value, string expected)
    {
        Assert.Equal(expected, LockKeyText.OfObject(value));
        foreach (var culture in new[] { null, "tr-TR", "de-DE", "sv-SE", "ar-SA", "fa-IR" })
        {
            using var _ = new HostileCulture(culture);
            Assert.Equal(expected, LockKeyText.OfObject(value));
        }

        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Null_has_no_text()
    {
        Assert.Null(LockKeyText.OfObject(null));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Enumeration_has_the_text_of_its_name_when_its_type_is_known()
    {
        using var _ = new HostileCulture();
        Assert.Equal("Friday", LockKeyText.OfEnum(DayOfWeek.Friday));
        Assert.Equal("-7", LockKeyText.OfEnum((Color)(-7)));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Format_is_applied_in_the_invariant_culture()
    {
        using var _ = new HostileCulture();
        Assert.Equal("2024/02/29 13:14", LockKeyText.OfFormattable(new DateTime(2024, 2, 29, 13, 14, 0, DateTimeKind.Utc), "yyyy/MM/dd HH:mm"));
        Assert.Equal("1,234.50", LockKeyText.OfFormattable(1234.5, "N2"));
        Assert.Equal("0.0", LockKeyText.OfFormattable(-0.0, "F1"));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Numbers_that_are_equal_have_one_text()
    {
        Assert.Equal(LockKeyText.OfObject(1.10m), LockKeyText.OfObject(1.1000m));
        Assert.Equal(LockKeyText.OfFormattable(1.10m, null), LockKeyText.OfFormattable(1.1000m, null));
        Assert.Equal(LockKeyText.OfFormattable(0.0m, null), LockKeyText.OfFormattable(decimal.Negate(0.00m), null));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Double_round_trips()
    {
        foreach (var number in new[] { Math.PI, 1d / 3, double.Epsilon, double.MaxValue, double.MinValue, 5e-324, 123456789012345678d })
        {
            Assert.Equal(number, double.Parse(LockKeyText.OfObject(number)!, CultureInfo.InvariantCulture));
        }

        return Task.CompletedTask;
    }
}
