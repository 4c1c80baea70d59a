using DistributedLock.Tests.Elections;

namespace DistributedLock.FileSystem.Tests;

/// <summary>The judge of the elections of every backend is judged here.</summary>
public sealed class ElectionHistoryTests
{
    [Theory(Timeout = 10_000)]
    [InlineData(true, "1 started 5", "1 works 5", "2 started 7", "2 works 7", "1 started 9", "1 works 9")]
    [InlineData(false, "1 started 5", "2 started 7", "1 works 5")] // writes on beside its successor
    [InlineData(false, "1 started 5", "1 stopped 5", "2 started 5")] // the same term twice
    [InlineData(false, "1 started 5", "1 stopped 5", "2 started 4")] // a term that does not grow
    [InlineData(false, "1 works 5", "2 works 5")] // two leaders in one term
    public void Judge_finds_second_leaders_and_terms_that_do_not_grow(bool isFine, params string[] events)
    {
        var lines = events.Select(static (text, index) => ElectionLine.Parse(text[0] - '0', $"{text[2..]} {index};")!);

        Assert.Equal(isFine, new ElectionHistory(lines.Reverse()).Problems.Count == 0);
    }

    [Fact(Timeout = 10_000)]
    public void Line_that_a_kill_has_cut_is_none() => Assert.Null(ElectionLine.Parse(1, "works 5 12345"));
}
