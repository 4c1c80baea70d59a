using System.Collections.Immutable;
using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Awaiting;

/// <summary>The code of one member, with its lambdas and local functions, and what the rules want to know about it.</summary>
internal sealed class MemberBody
{
    private readonly ImmutableArray<IOperation> _blocks;
    private readonly Lazy<Dictionary<ILocalSymbol, List<ILocalReferenceOperation>>> _references;

    public MemberBody(ISymbol member, ImmutableArray<IOperation> blocks, LockSymbols symbols, HandleTypes handles, LockedMethods lockedMethods)
    {
        _blocks = blocks;
        _references = new(CollectReferences);
        Method = member as IMethodSymbol;
        Symbols = symbols;
        Handles = handles;
        LockedMethods = lockedMethods;
        Tasks = new TaskUses(this);
    }

    /// <summary>The method; <see langword="null"/> for the initializer of a field or property.</summary>
    public IMethodSymbol? Method { get; }

    public LockSymbols Symbols { get; }

    public HandleTypes Handles { get; }

    public LockedMethods LockedMethods { get; }

    public TaskUses Tasks { get; }

    /// <summary>Everything in the member, in the order of the text.</summary>
    public IEnumerable<IOperation> Operations => _blocks.SelectMany(static block => block.DescendantsAndSelf());

    /// <summary>Where a local is named. The member is walked once, when this is asked for the first time.</summary>
    public IReadOnlyList<ILocalReferenceOperation> ReferencesTo(ILocalSymbol local) =>
        _references.Value.TryGetValue(local, out var found) ? found : [];

    /// <summary>The lambda, local function or method in which something stands; <see langword="null"/> for the initializer of a field or property.</summary>
    public IMethodSymbol? FunctionOf(IOperation operation)
    {
        for (var current = operation.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IAnonymousFunctionOperation lambda:
                    return lambda.Symbol;
                case ILocalFunctionOperation local:
                    return local.Symbol;
            }
        }

        return Method;
    }

    private Dictionary<ILocalSymbol, List<ILocalReferenceOperation>> CollectReferences()
    {
        var references = new Dictionary<ILocalSymbol, List<ILocalReferenceOperation>>(SymbolEqualityComparer.Default);
        foreach (var reference in Operations.OfType<ILocalReferenceOperation>())
        {
            if (!references.TryGetValue(reference.Local, out var list))
            {
                references.Add(reference.Local, list = []);
            }

            list.Add(reference);
        }

        return references;
    }
}
