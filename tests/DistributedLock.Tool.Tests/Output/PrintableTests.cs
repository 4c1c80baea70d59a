using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.Tests.Output;

public sealed class PrintableTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("invoice-7", "invoice-7")]
    [InlineData("", "-")]
    [InlineData("a\tb\nc", "a\\u0009b\\u000ac")]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("\u202Eevil", "\\u202eevil")]
    [InlineData("Zürich", "Zürich")]
    public void Text_cannot_control_a_terminal(string text, string expected) => Assert.Equal(expected, Printable.Text(text));

    [Fact(Timeout = 30_000)]
    public void Time_is_written_in_utc() =>
        Assert.Equal("2026-01-02T03:04:05.006Z", Printable.Time(new DateTimeOffset(2026, 1, 2, 5, 4, 5, 6, TimeSpan.FromHours(2))));
}
