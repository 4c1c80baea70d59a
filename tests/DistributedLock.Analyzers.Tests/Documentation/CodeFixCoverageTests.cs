using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Documentation;

/// <summary>Where a machine can know the answer, a code fix gives it.</summary>
public class CodeFixCoverageTests
{
    private static readonly string[] Promised =
    [
        "DLK0001", "DLK0002", "DLK0003", "DLK0005", "DLK0008", "DLK0010",
        "DLK0101", "DLK0102", "DLK0103", "DLK0104", "DLK0105", "DLK0106", "DLK0107",
    ];

    [Fact(Timeout = 60_000)]
    public void Every_promised_fix_of_a_rule_exists()
    {
        var rules = AllRules.Descriptors.Select(rule => rule.Id).ToHashSet();
        var @fixed = AllRules.CodeFixes.SelectMany(fix => fix.FixableDiagnosticIds).ToHashSet();

        Assert.Empty(Promised.Where(rules.Contains).Except(@fixed));
    }

    [Fact(Timeout = 60_000)]
    public void Every_fix_is_for_a_rule_that_exists_and_can_fix_all() => Assert.All(AllRules.CodeFixes, fix =>
    {
        Assert.Subset(AllRules.Descriptors.Select(rule => rule.Id).ToHashSet(), fix.FixableDiagnosticIds.ToHashSet());
        Assert.NotNull(fix.GetFixAllProvider());
    });
}
