using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>What a fix leaves has to be more than text that compiles.</summary>
internal static class Declaration
{
    /// <summary>No locked method has an error in its declaration: each gets its wrapper.</summary>
    public static async Task IsSoundAsync(TestCode code)
    {
        var found = await TestCompilation.Of(code).DiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Empty(found.Where(static diagnostic => diagnostic.Id.StartsWith("DLK00", StringComparison.Ordinal) && diagnostic.Severity == DiagnosticSeverity.Error));
    }
}
