using DistributedLock.Analyzers.Order.Acquisitions;
using DistributedLock.Analyzers.Order.CallGraph;
using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Summaries;

/// <summary>What the methods of an assembly that other assemblies see take.</summary>
/// <param name="graph">The bodies that take locks.</param>
/// <param name="declared">What locked methods take.</param>
/// <param name="commonNames">Names of methods with so many bodies, most of them not in the graph, that a virtual call may mean anything.</param>
/// <param name="compilation">The assembly.</param>
/// <param name="cancellationToken">Ends the work.</param>
internal sealed class AssemblySummary(LockGraph graph, DeclaredLocks declared, IEnumerable<string> commonNames, Compilation compilation, CancellationToken cancellationToken)
{
    private readonly HashSet<string> _commonNames = new(commonNames, StringComparer.Ordinal);

    private readonly Visibility _visibility = new(compilation.Assembly);

    /// <summary>By documentation id.</summary>
    public IEnumerable<(string Member, Term Text)> Members()
    {
        foreach (var method in Methods())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var facts = new SortedDictionary<string, Term>(StringComparer.Ordinal);
            Add(method, graph.SummaryOf(method), isByOther: false, facts);
            var others = _commonNames.Contains(method.Name) ? [] : graph.ImplementationsOf(method);
            foreach (var implementation in others)
            {
                Add(implementation, graph.SummaryOf(implementation), isByOther: true, facts);
            }

            if (facts.Count > 0 && method.GetDocumentationCommentId() is { } id)
            {
                yield return (id, Term.List(others.Append(method).Any(IsLazy) ? facts.Values.Append(Term.Of(SummaryFormat.Lazy)) : facts.Values));
            }
        }
    }

    private static void Add(IMethodSymbol method, Summary summary, bool isByOther, SortedDictionary<string, Term> facts)
    {
        foreach (var fact in new SummaryWriter(method).Write(summary, isByOther))
        {
            facts[fact.ToString()] = fact;
        }
    }

    /// <summary>Those that have a body here, and those of this assembly that they implement or override.</summary>
    private IEnumerable<IMethodSymbol> Methods() => graph.Routines.Select(static routine => routine.Symbol)
        .Concat(graph.ImplementedMethods)
        .Where(method => SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly) && _visibility.IsVisible(method))
        .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default);

    private bool IsLazy(IMethodSymbol method) => Functions.IsIterator(method, cancellationToken)
        || (method.ReturnType.Name is "IAsyncEnumerable" && declared.Of(method, cancellationToken) is not null);
}
