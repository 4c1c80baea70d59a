using System.Collections.Immutable;
using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Tests.Suppressors;

/// <summary>What is left of the diagnostics of others when the package's suppressors have looked at them.</summary>
internal static class Suppressed
{
    /// <summary>All diagnostics of one id, the suppressed ones too: the compiler's own, or those that a stand-in reports on the marked places.</summary>
    public static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(string id, TestCode code)
    {
        var markup = Markup.Parse(code.Source, id);
        var compiled = TestCompilation.Of(code with { Source = markup.Source });
        var analyzers = id.StartsWith("CS", StringComparison.Ordinal)
            ? AllRules.Analyzers
            : AllRules.Analyzers.Add(new OtherAnalyzer(id, markup.Marks));
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true);
        var found = await new CompilationWithAnalyzers(compiled.Compilation, analyzers, options).GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
        return [.. found.Where(diagnostic => diagnostic.Id == id).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>The rule of somebody else reports on every marked place, and all of it is taken back.</summary>
    public static async Task AllAsync(string id, TestCode code)
    {
        var found = await DiagnosticsAsync(id, code);

        Assert.NotEmpty(found);
        Assert.All(found, diagnostic => Assert.True(diagnostic.IsSuppressed, diagnostic.ToString()));
    }

    /// <summary>The rule of somebody else reports, and nothing of it is taken back.</summary>
    public static async Task NothingAsync(string id, TestCode code)
    {
        var found = await DiagnosticsAsync(id, code);

        Assert.NotEmpty(found);
        Assert.All(found, diagnostic => Assert.False(diagnostic.IsSuppressed, diagnostic.ToString()));
    }
}
