using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Harness;

/// <summary>Severities of an <c>.editorconfig</c>, as the compiler asks for them.</summary>
internal sealed class TestSeverities(TestOptions options) : SyntaxTreeOptionsProvider
{
    public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

    public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
    {
        severity = options.Severity(tree, diagnosticId) ?? ReportDiagnostic.Default;
        return severity != ReportDiagnostic.Default;
    }

    public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
    {
        severity = ReportDiagnostic.Default;
        return false;
    }
}
