using System.Collections.Immutable;
using DistributedLock.Analyzers.Rules;
using DistributedLock.Analyzers.Symbols;
using DistributedLock.CodeModel.Parsing;
using DistributedLock.CodeModel.Parsing.Jobs;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Declarations;

/// <summary>Reports what keeps a declared lock from being generated, or makes it doubtful.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockDeclarationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = DeclarationRules.OfOneMethod;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(WellKnownTypes.LockAttribute) is null)
            {
                return;
            }

            start.RegisterSymbolAction(AnalyzeMethod, SymbolKind.Method);
            start.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
            start.RegisterSyntaxNodeAction(
                AnalyzeNested,
                SyntaxKind.LocalFunctionStatement,
                SyntaxKind.ParenthesizedLambdaExpression,
                SyntaxKind.SimpleLambdaExpression);
        });
    }

    private static void AnalyzeMethod(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (SymbolEqualityComparer.Default.Equals(method, MethodParts.Speaker(method)))
        {
            Analyze(method, context.Compilation, context.ReportDiagnostic, context.CancellationToken);
        }
    }

    private static void AnalyzeNested(SyntaxNodeAnalysisContext context)
    {
        var symbol = context.SemanticModel.GetDeclaredSymbol(context.Node, context.CancellationToken)
            ?? context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol;
        if (symbol is IMethodSymbol method)
        {
            Analyze(method, context.Compilation, context.ReportDiagnostic, context.CancellationToken);
        }
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        foreach (var problem in LockedJobParser.Parse(type, context.Compilation, context.CancellationToken).Problems)
        {
            Report(problem, context.ReportDiagnostic, type, context.CancellationToken);
        }
    }

    private static void Analyze(IMethodSymbol method, Compilation compilation, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        foreach (var problem in LockedMethods.Of(compilation).Parse(method, cancellationToken).Problems)
        {
            Report(problem, report, method, cancellationToken);
        }
    }

    private static void Report(LockProblem problem, Action<Diagnostic> report, ISymbol subject, CancellationToken cancellationToken)
    {
        // An inherited attribute may stand in another assembly.
        var place = ProblemLocation.Of(problem.Target, cancellationToken);
        report(Diagnostic.Create(
            DeclarationRules.Of(problem), place.IsInSource ? place : subject.Locations[0], Properties(problem), [.. problem.Arguments]));
    }

    private static ImmutableDictionary<string, string?> Properties(LockProblem problem) => problem.Answers.IsEmpty
        ? ImmutableDictionary<string, string?>.Empty
        : ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Replacement, string.Join("\n", problem.Answers));
}
