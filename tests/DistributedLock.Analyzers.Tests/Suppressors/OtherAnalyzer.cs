using System.Collections.Immutable;
using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Tests.Suppressors;

/// <summary>Stands in for an analyzer of somebody else: it reports on the places that a test marks with its id.</summary>
#pragma warning disable RS1001, RS1017 // It is created by tests, with an id of their choice, and never loaded by a compiler.
internal sealed class OtherAnalyzer(string id, IEnumerable<Mark> marks) : DiagnosticAnalyzer
{
    private readonly DiagnosticDescriptor _descriptor = new(id, id, id, "Other", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_descriptor];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxTreeAction(tree =>
        {
            foreach (var mark in marks)
            {
                tree.ReportDiagnostic(Diagnostic.Create(
                    _descriptor, Location.Create(tree.Tree, new(mark.Span.Start + TestCode.Usings.Length, mark.Span.Length))));
            }
        });
    }
}
