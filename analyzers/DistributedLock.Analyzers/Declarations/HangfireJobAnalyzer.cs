using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Parsing.Jobs;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Declarations;

/// <summary>Reports what is to be known about locks on job classes of Hangfire: that they cannot cancel a job, and that nobody installed the filter that takes them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HangfireJobAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(HangfireRules.FilterNotInstalled, HangfireRules.CannotCancel);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(WellKnownTypes.LockAttribute) is null || !HangfireJobs.AreKnown(start.Compilation))
            {
                return;
            }

            var locked = new ConcurrentQueue<AttributeData>();
            var isInstalled = false;
            start.RegisterSymbolAction(symbol => Collect(symbol, locked), SymbolKind.NamedType);

            // A library has the filter installed by the program that uses it.
            if (start.Compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication)
            {
                start.RegisterSyntaxNodeAction(
                    node =>
                    {
                        if (IsInstallation((SimpleNameSyntax)node.Node))
                        {
                            isInstalled = true;
                        }
                    },
                    SyntaxKind.IdentifierName);
                start.RegisterCompilationEndAction(end =>
                {
                    if (!isInstalled)
                    {
                        Report(end, locked);
                    }
                });
            }
        });
    }

    private static void Collect(SymbolAnalysisContext context, ConcurrentQueue<AttributeData> locked)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var own = JobAttributes.Own(type);
        if (own.IsEmpty || LockedJobParser.Parse(type, context.Compilation, context.CancellationToken).Class is not LockedJobClass { Rejection: null })
        {
            return;
        }

        locked.Enqueue(own[0]);
        context.ReportDiagnostic(Diagnostic.Create(HangfireRules.CannotCancel, Place(own[0], context.CancellationToken), type.Name));
    }

    /// <summary>By its name, wherever it stands: it may be handed on as a delegate.</summary>
    private static bool IsInstallation(SimpleNameSyntax name) => name.Identifier.ValueText == HangfireJobs.InstallingMethod;

    private static void Report(CompilationAnalysisContext context, IEnumerable<AttributeData> locked)
    {
        foreach (var attribute in locked)
        {
            var type = (attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken))?.FirstAncestorOrSelf<TypeDeclarationSyntax>();
            context.ReportDiagnostic(Diagnostic.Create(
                HangfireRules.FilterNotInstalled, Place(attribute, context.CancellationToken), type?.Identifier.ValueText ?? string.Empty));
        }
    }

    private static Location Place(AttributeData attribute, CancellationToken cancellationToken) => ProblemLocation.Of(ProblemTarget.Of(attribute), cancellationToken);
}
