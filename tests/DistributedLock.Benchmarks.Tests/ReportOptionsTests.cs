using DistributedLock.Benchmarks.Running;

namespace DistributedLock.Benchmarks.Tests;

public class ReportOptionsTests
{
    [Fact(Timeout = 10_000)]
    public void Report_measures_everything_and_writes_the_page()
    {
        var options = ReportOptions.Parse(["--report"]);

        Assert.True(options.WritesPage);
        Assert.Equal(BenchmarkParts.All, options.Parts);
    }

    [Fact(Timeout = 10_000)]
    public void Chosen_parts_keep_the_order_of_the_page_and_are_only_printed()
    {
        var options = ReportOptions.Parse(["--only", "redis, wrapper"]);

        Assert.False(options.WritesPage);
        Assert.Equal(["wrapper", "redis"], options.Parts.Select(static part => part.Name));
    }

    [Fact(Timeout = 10_000)]
    public void Quick_run_does_not_write_the_documentation() =>
        Assert.Contains("--page", Assert.Throws<ArgumentException>(static () => ReportOptions.Parse(["--report", "--quick"])).Message, StringComparison.Ordinal);

    [Fact(Timeout = 10_000)]
    public void Given_server_is_named_as_the_tests_name_theirs() =>
        Assert.Equal("localhost:6379", ReportOptions.Parse(["--report", "--redis-server", "localhost:6379"]).Variables["DISTRIBUTEDLOCK_TEST_REDIS"]);

    [Theory(Timeout = 10_000)]
    [InlineData("--report", "--fast")]
    [InlineData("--report", "--page")]
    [InlineData("--only", "redes")]
    public void What_is_not_understood_is_refused(params string[] arguments) => Assert.Throws<ArgumentException>(() => ReportOptions.Parse(arguments));
}
