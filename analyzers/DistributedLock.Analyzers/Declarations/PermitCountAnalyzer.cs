using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedLock.CodeModel.Parsing;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using DistributedLock.CodeModel.Templates;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Declarations;

/// <summary>
/// Reports methods that give one template different numbers of permits. They are different semaphores to a backend, or a semaphore and a lock, and do
/// not exclude each other. Known only when every method has been seen.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PermitCountAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(DeclarationRules.PermitsDiffer);

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

            var uses = new ConcurrentQueue<PermitUse>();
            start.RegisterSymbolAction(symbol => Collect((IMethodSymbol)symbol.Symbol, uses), SymbolKind.Method);
            start.RegisterCompilationEndAction(end => Report(uses, end));
        });
    }

    private static void Collect(IMethodSymbol method, ConcurrentQueue<PermitUse> uses)
    {
        if (method.PartialDefinitionPart is not null)
        {
            return;
        }

        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass.IsLockAttribute() && LockAttributeReader.Key(attribute) is { } template)
            {
                uses.Enqueue(new PermitUse(KeyTemplateParser.Parse(template).Canonical, LockAttributeReader.Integer(attribute, OptionNames.MaxConcurrency) ?? 1, attribute, method));
            }
        }
    }

    private static void Report(IEnumerable<PermitUse> uses, CompilationAnalysisContext context)
    {
        foreach (var sameTemplate in uses.GroupBy(use => use.Template))
        {
            // The order in which methods are seen is chance; what is said must not be.
            var ordered = sameTemplate.OrderBy(use => use.Method.ToDisplayString(), StringComparer.Ordinal).ToList();
            foreach (var use in ordered)
            {
                if (ordered.FirstOrDefault(candidate => candidate.Permits != use.Permits) is { } other)
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        DeclarationRules.PermitsDiffer,
                        ProblemLocation.Of(ProblemTarget.Of(use.Attribute, OptionNames.MaxConcurrency), context.CancellationToken),
                        use.Template,
                        use.Permits,
                        other.Permits,
                        $"{other.Method.ContainingType.Name}.{other.Method.Name}"));
                }
            }
        }
    }

    private sealed class PermitUse(string template, int permits, AttributeData attribute, IMethodSymbol method)
    {
        public string Template { get; } = template;

        public int Permits { get; } = permits;

        public AttributeData Attribute { get; } = attribute;

        public IMethodSymbol Method { get; } = method;
    }
}
