using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.RealCode.Analysis;

/// <summary>An <c>.editorconfig</c> that names the stand-in handle types, for every file.</summary>
internal sealed class StandInOptions(IReadOnlyList<string> handleTypes) : AnalyzerConfigOptionsProvider
{
    private readonly Values _values = new(string.Join(',', handleTypes));

    public override AnalyzerConfigOptions GlobalOptions => _values;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _values;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _values;

    private sealed class Values(string handleTypes) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = key == "distributedlock.handle_types" ? handleTypes : null;
            return value is not null;
        }
    }
}
