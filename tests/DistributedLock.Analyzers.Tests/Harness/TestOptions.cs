using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Tests.Harness;

/// <summary>What an <c>.editorconfig</c> says to analyzers, read by the compiler's own reader.</summary>
internal sealed class TestOptions(string editorConfig) : AnalyzerConfigOptionsProvider
{
    private readonly AnalyzerConfigSet _set = AnalyzerConfigSet.Create(new[] { AnalyzerConfig.Parse(editorConfig, $"{TestCompilation.Folder}.editorconfig") });

    public override AnalyzerConfigOptions GlobalOptions => new Values(_set.GlobalConfigOptions);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values(_set.GetOptionsForSourcePath(tree.FilePath));

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(_set.GetOptionsForSourcePath(textFile.Path));

    /// <summary>The severities it sets for a file; <see langword="null"/> where it sets none.</summary>
    public ReportDiagnostic? Severity(SyntaxTree tree, string id) =>
        _set.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(id, out var severity) ? severity : null;

    private sealed class Values(AnalyzerConfigOptionsResult result) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) =>
            result.AnalyzerOptions.TryGetValue(key, out value);
    }
}
