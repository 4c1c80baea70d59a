using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedLock.Analyzers.Order.Acquisitions;
using DistributedLock.Analyzers.Order.CallGraph;
using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Order;

/// <summary>
/// Reports locks that are taken while others are held: the same one again (DLK0201), exclusively after shared (DLK0204), against the declared order
/// (DLK0203), or against the order of other code (DLK0202). What one body shows - its own acquisitions, its lambdas and local functions, the locked methods
/// it calls - is reported while typing; what takes the bodies of others, at the end of a build.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockOrderAnalyzer : UsageAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = OrderRules.All;

    private protected override void Start(CompilationStartAnalysisContext context, LockSymbols symbols)
    {
        var program = new Program(context.Compilation);
        context.RegisterOperationBlockAction(program.Read);
        context.RegisterCompilationEndAction(program.Report);
    }

    /// <summary>What has been seen of one compilation.</summary>
    private sealed class Program(Compilation compilation)
    {
        private readonly DeclaredLocks _declared = new(compilation);
        private readonly DeclaredOrder _order = DeclaredOrder.Of(compilation);
        private readonly ConcurrentDictionary<(SyntaxTree, TextSpan), IReadOnlyList<Routine>> _routines = new();
        private readonly ConcurrentDictionary<FindingKey, bool> _reported = new();

        public void Read(OperationBlockAnalysisContext context)
        {
            // The generated part of a locked method comes by here as well, since its other part is the user's. What it does is known from the attribute.
            if (context.OwningSymbol is not IMethodSymbol method || context.OperationBlocks.IsEmpty || _declared.Of(method, context.CancellationToken) is not null)
            {
                return;
            }

            IReadOnlyList<Routine> routines;
            try
            {
                routines = BodyScanner.Scan(method, context.OperationBlocks, compilation, _declared, context.CancellationToken);
            }
            catch (InsufficientExecutionStackException)
            {
                // An expression too deep to walk over says nothing about locks that could be followed.
                return;
            }

            var first = context.OperationBlocks[0].Syntax;
            _routines[(first.SyntaxTree, first.Span)] = routines;
            if (!HoldsLocks(routines) && _declared.Around(routines[0].Symbol, context.CancellationToken) is null)
            {
                return;
            }

            var graph = new LockGraph(routines, _declared, assembly: null, context.CancellationToken);
            foreach (var finding in Findings.In(graph, _order).Ordered())
            {
                _reported.TryAdd(finding.Key, true);
                context.ReportDiagnostic(finding.ToDiagnostic(isLive: true));
            }
        }

        private static bool HoldsLocks(IEnumerable<Routine> routines) => routines.Any(static routine => routine.Steps.Any(static step => !step.Held.IsEmpty));

        public void Report(CompilationAnalysisContext context)
        {
            var graph = new LockGraph(_routines.Values.SelectMany(static routines => routines), _declared, compilation.Assembly, context.CancellationToken);
            var findings = Findings.In(graph, _order);
            foreach (var finding in findings.Ordered().Where(finding => !_reported.ContainsKey(finding.Key)))
            {
                context.ReportDiagnostic(finding.ToDiagnostic(isLive: false));
            }

            foreach (var nesting in _declared.Referenced.Nestings())
            {
                findings.Orders.AddWay(nesting);
            }

            foreach (var diagnostic in findings.Orders.Diagnostics())
            {
                context.ReportDiagnostic(diagnostic);
            }
        }
    }
}
