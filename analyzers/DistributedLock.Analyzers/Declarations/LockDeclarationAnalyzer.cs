using System.Collections.Immutable;
using DistributedLock.Analyzers.Rules;
using DistributedLock.Analyzers.Symbols;
using DistributedLock.CodeModel.Parsing;
using DistributedLock.CodeModel.Parsing.Decorators;
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
        if (context.Symbol is INamedTypeSymbol { TypeKind: TypeKind.Interface } contract)
        {
            Report(DecoratedInterfaceParser.Parse(contract, context.Compilation, context.CancellationToken).Problems, context.ReportDiagnostic, context.CancellationToken);
            return;
        }

        foreach (var attribute in context.Symbol.GetAttributes())
        {
            if (attribute.AttributeClass.IsLockAttribute())
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    DeclarationRules.Unsupported,
                    ProblemLocation.Of(ProblemTarget.Identifier(context.Symbol), context.CancellationToken),
                    context.Symbol.Name,
                    "it is no job class of a known job framework: put the attribute on its methods"));
                return;
            }
        }
    }

    private static void Analyze(IMethodSymbol method, Compilation compilation, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        Report(LockedMethods.Of(compilation).Parse(method, cancellationToken).Problems, report, cancellationToken);
    }

    private static void Report(ImmutableArray<LockProblem> problems, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        foreach (var problem in problems)
        {
            report(Diagnostic.Create(
                DeclarationRules.Of(problem), ProblemLocation.Of(problem.Target, cancellationToken), Properties(problem), [.. problem.Arguments]));
        }
    }

    private static ImmutableDictionary<string, string?> Properties(LockProblem problem) => problem.Answers.IsEmpty
        ? ImmutableDictionary<string, string?>.Empty
        : ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Replacement, string.Join("\n", problem.Answers));
}
