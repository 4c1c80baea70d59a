using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedLock.Analyzers.Declarations;
using DistributedLock.Analyzers.Order.Acquisitions;
using DistributedLock.Analyzers.Rules;
using DistributedLock.CodeModel.Parsing;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using DistributedLock.CodeModel.Templates;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Order;

/// <summary>
/// Reports methods of unrelated types that lock by one template, each spelling it out: they exclude each other, and nothing says that they are meant to.
/// A template that both take from one constant says it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SharedTemplateAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = UsageRule.OfWholeProgram(
        RuleIds.SharedTemplate,
        "Two unrelated methods share one key template",
        "'{0}' locks by the template \"{1}\" as '{2}' does, so they exclude each other: if they are meant to, let both take the template from one constant; " +
        "if not, begin it with a name of its own",
        DiagnosticSeverity.Info);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

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

            var uses = new ConcurrentQueue<Use>();
            start.RegisterSymbolAction(symbol => Collect((IMethodSymbol)symbol.Symbol, uses, symbol.CancellationToken), SymbolKind.Method);
            start.RegisterCompilationEndAction(end => Report(uses, end));
        });
    }

    private static void Collect(IMethodSymbol method, ConcurrentQueue<Use> uses, CancellationToken cancellationToken)
    {
        if (method.PartialDefinitionPart is not null)
        {
            return;
        }

        foreach (var attribute in method.GetAttributes())
        {
            // A reader and its writer share a template because they are a pair.
            if (attribute.AttributeClass.IsLockAttribute()
                && LockAttributeReader.Key(attribute) is { } template
                && LockAttributeReader.Integer(attribute, OptionNames.Mode) != Acquisition.ModeShared
                && IsSpelledOut(attribute, cancellationToken))
            {
                uses.Enqueue(new Use(KeyTemplateParser.Parse(template).Canonical, attribute, method));
            }
        }
    }

    private static bool IsSpelledOut(AttributeData attribute, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is AttributeSyntax { ArgumentList.Arguments: { Count: > 0 } arguments }
        && arguments[0].Expression is LiteralExpressionSyntax;

    private static void Report(IEnumerable<Use> uses, CompilationAnalysisContext context)
    {
        foreach (var sameTemplate in uses.GroupBy(static use => (use.Template, use.Permits)))
        {
            // The order in which methods are seen is chance; what is said must not be.
            var ordered = sameTemplate.OrderBy(static use => use.Method.ToDisplayString(), StringComparer.Ordinal).ToList();
            var first = ordered[0];
            foreach (var use in ordered.Skip(1).Where(use => !AreRelated(use.Method.ContainingType, first.Method.ContainingType)))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule,
                    ProblemLocation.Of(ProblemTarget.Template(use.Attribute, 0, 0), context.CancellationToken),
                    [first.Method.Locations[0]],
                    use.Name,
                    use.Template,
                    first.Name));
            }
        }
    }

    /// <summary>Whether two types are parts of one thing: one type, one inside the other, one derived from the other, or both of one base or contract of their own.</summary>
    private static bool AreRelated(INamedTypeSymbol first, INamedTypeSymbol second)
    {
        var one = Outermost(first);
        var other = Outermost(second);
        return SymbolEqualityComparer.Default.Equals(one, other) || Ancestors(one).Intersect(Ancestors(other), SymbolEqualityComparer.Default).Any();
    }

    private static INamedTypeSymbol Outermost(INamedTypeSymbol type)
    {
        var outer = type.OriginalDefinition;
        while (outer.ContainingType is { } containing)
        {
            outer = containing;
        }

        return outer;
    }

    private static IEnumerable<ISymbol> Ancestors(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (!current.DeclaringSyntaxReferences.IsEmpty)
            {
                yield return current.OriginalDefinition;
            }
        }

        foreach (var contract in type.AllInterfaces.Where(static contract => !contract.DeclaringSyntaxReferences.IsEmpty))
        {
            yield return contract.OriginalDefinition;
        }
    }

    private sealed class Use(string template, AttributeData attribute, IMethodSymbol method)
    {
        public string Template { get; } = template;

        public AttributeData Attribute { get; } = attribute;

        public IMethodSymbol Method { get; } = method;

        /// <summary>A semaphore excludes neither a lock nor a semaphore of another size.</summary>
        public int Permits { get; } = Math.Max(1, LockAttributeReader.Integer(attribute, OptionNames.MaxConcurrency) ?? 1);

        public string Name => $"{Method.ContainingType.Name}.{Method.Name}";
    }
}
