using System.Globalization;
using DistributedLock.Analyzers.Tests.Documentation;
using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Tests.Suppressors;

/// <summary>Nobody has to guess why a warning does not come.</summary>
public class SuppressionPageTests
{
    [Fact(Timeout = 60_000)]
    public void Page_has_every_suppression_with_its_ids_and_its_justification()
    {
        var rows = DiagnosticPage.Of("suppressions").Text.Split('\n').Where(line => line.StartsWith("| DLKS", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => $"{cells[1]}: {cells[2][..cells[2].IndexOf(" (", StringComparison.Ordinal)]}: {cells[4]}");
        var suppressions = AllRules.Analyzers.OfType<DiagnosticSuppressor>().SelectMany(suppressor => suppressor.SupportedSuppressions)
            .GroupBy(suppression => suppression.Id)
            .Select(reason => $"{reason.Key}: {string.Join(", ", reason.Select(suppression => suppression.SuppressedDiagnosticId))}: {reason.First().Justification.ToString(CultureInfo.InvariantCulture)}");

        Assert.Equal(suppressions.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }
}
