using DistributedLock.Analyzers.Tests.Harness;
using DistributedLock.Tests.Processes;

namespace DistributedLock.Analyzers.Tests.Documentation;

/// <summary>The files that tell what a release adds agree with the rules. The compiler's own check passes over ids and severities that it cannot read in the source.</summary>
public class ReleaseFileTests
{
    private static readonly IReadOnlyList<string[]> Rows =
    [
        .. new[] { "Shipped", "Unshipped" }
            .SelectMany(name => File.ReadAllLines(Repository.PathOf("analyzers", "DistributedLock.Analyzers", $"AnalyzerReleases.{name}.md")))
            .Where(line => line.StartsWith("DLK", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)),
    ];

    [Fact(Timeout = 60_000)]
    public void Every_rule_stands_in_them_once_with_its_category_and_its_worst_severity()
    {
        var expected = AllRules.Descriptors.GroupBy(rule => rule.Id)
            .Select(rule => $"{rule.Key} | {rule.First().Category} | {rule.Max(descriptor => descriptor.DefaultSeverity)}");

        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            Rows.Select(row => string.Join(" | ", row[..3])).Order(StringComparer.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public void Every_rule_has_a_note() => Assert.All(Rows, row => Assert.NotEmpty(row[3]));
}
