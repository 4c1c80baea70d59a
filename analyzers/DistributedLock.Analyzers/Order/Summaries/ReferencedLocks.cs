using System.Collections.Concurrent;
using DistributedLock.Analyzers.Order.CallGraph;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Summaries;

/// <summary>What methods of other assemblies take, as those assemblies say. Thread-safe.</summary>
/// <remarks>
/// An assembly that was built without summaries, and a project that an IDE refers to by its sources, say nothing here: of those only the attributes of locked
/// methods are known.
/// </remarks>
internal sealed class ReferencedLocks
{
    private readonly Compilation _compilation;
    private readonly Lazy<Dictionary<IAssemblySymbol, AssemblySummaries>> _assemblies;
    private readonly ConcurrentDictionary<IMethodSymbol, Term?> _texts = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, Summary> _summaries = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, Summary> _withOthers = new(SymbolEqualityComparer.Default);

    public ReferencedLocks(Compilation compilation)
    {
        _compilation = compilation;
        _assemblies = new(ReadAssemblies);
    }

    /// <summary>The methods that take locks, by the names that code calls them by.</summary>
    public IEnumerable<string> Names => _assemblies.Value.Values.SelectMany(static assembly => assembly.Methods.Keys.Select(CalledName).Concat(assembly.LockedNames));

    public bool IsAnyIn(IAssemblySymbol assembly) => _assemblies.Value.ContainsKey(assembly);

    /// <summary>Whether a method of another assembly is described; every other one of it takes nothing.</summary>
    /// <param name="method">In the form of <see cref="Routine.SymbolOf"/>.</param>
    public bool Knows(IMethodSymbol method) => TextOf(method) is not null;

    /// <summary>Whether a method runs nothing before its result is enumerated.</summary>
    public bool IsIterator(IMethodSymbol method) => TextOf(Routine.SymbolOf(method))?.Items.Any(static fact => fact.Word == SummaryFormat.Lazy) == true;

    /// <param name="method">In the form of <see cref="Routine.SymbolOf"/>.</param>
    /// <param name="withOthers">Whether what implements or overrides it in its own assembly counts, too.</param>
    public Summary Of(IMethodSymbol method, bool withOthers) => TextOf(method) is { } text
        ? (withOthers ? _withOthers : _summaries).GetOrAdd(method, called => new SummaryReader(_compilation, called).Read(text, withOthers))
        : Summary.Empty;

    /// <summary>Which locks the code of other assemblies takes while it holds which.</summary>
    public IEnumerable<Nesting> Nestings()
    {
        var reader = new SummaryReader(_compilation, null);
        return _assemblies.Value.Values.SelectMany(static assembly => assembly.Nestings).Select(reader.ReadNesting).OfType<Nesting>();
    }

    private Term? TextOf(IMethodSymbol method) => _assemblies.Value.Count == 0 ? null : _texts.GetOrAdd(method, called =>
        called.ContainingAssembly is { } assembly && _assemblies.Value.TryGetValue(assembly, out var summaries)
        && called.GetDocumentationCommentId() is { } id && summaries.Methods.TryGetValue(id, out var text) ? text : null);

    private Dictionary<IAssemblySymbol, AssemblySummaries> ReadAssemblies()
    {
        var assemblies = new Dictionary<IAssemblySymbol, AssemblySummaries>(SymbolEqualityComparer.Default);
        foreach (var assembly in _compilation.SourceModule.ReferencedAssemblySymbols.Where(AssemblySummaries.MayBeIn))
        {
            var summaries = AssemblySummaries.Of(assembly);
            if (!summaries.IsEmpty)
            {
                assemblies.Add(assembly, summaries);
            }
        }

        return assemblies;
    }

    /// <summary>Of <c>M:Space.Type.Method``1(System.Int32)</c> the name of the method; of a constructor the type's, of an accessor the property's.</summary>
    private static string CalledName(string id)
    {
        var end = id.IndexOf('(');
        var path = (end < 0 ? id : id.Substring(0, end)).Split('.');
        var name = path[path.Length - 1];
        name = name == "#ctor" && path.Length > 1 ? path[path.Length - 2] : name;
        var arity = name.IndexOf('`');
        name = arity < 0 ? name : name.Substring(0, arity);
        return name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) ? name.Substring(4) : name;
    }
}
