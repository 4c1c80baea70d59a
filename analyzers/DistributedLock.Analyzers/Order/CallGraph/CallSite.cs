using System.Collections.Immutable;
using DistributedLock.Analyzers.Order.Values;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>A call, in the caller's terms: of a method, or of a delegate.</summary>
internal sealed class CallSite
{
    private CallSite(IMethodSymbol? target, bool isDispatched, BoundValue? receiver, ImmutableArray<BoundValue> arguments)
    {
        Target = target;
        IsDispatched = isDispatched;
        Receiver = receiver;
        Arguments = arguments;
    }

    /// <summary>In the form of <see cref="Routine.SymbolOf"/>; <see langword="null"/> for a delegate.</summary>
    public IMethodSymbol? Target { get; }

    /// <summary>Whether the method that runs is found at run time.</summary>
    public bool IsDispatched { get; }

    /// <summary><see langword="null"/> where the callee runs on the caller's own instance or on none.</summary>
    public BoundValue? Receiver { get; }

    /// <summary>By the position of the parameter.</summary>
    public ImmutableArray<BoundValue> Arguments { get; }

    /// <summary>The positions of parameters that are given a constant, or a handle: what depends on them, this call has chosen.</summary>
    public ImmutableArray<int> Decided { get; init; } = ImmutableArray<int>.Empty;

    /// <summary>The delegate that is called.</summary>
    public BoundValue? Delegate { get; private set; }

    /// <summary>Whether a locked method is given a handle: it then takes no lock.</summary>
    public bool GivesHandle { get; init; }

    public static CallSite Of(IMethodSymbol target, bool isDispatched, BoundValue? receiver, ImmutableArray<BoundValue> arguments, bool givesHandle = false, ImmutableArray<int> decided = default) =>
        new(target, isDispatched, receiver, arguments) { GivesHandle = givesHandle, Decided = decided.IsDefault ? ImmutableArray<int>.Empty : decided };

    public bool Decides(ISymbol guard) =>
        guard is IParameterSymbol parameter && Decided.Contains(parameter.Ordinal) && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, Target);

    public static CallSite Of(BoundValue target) => new(null, false, null, ImmutableArray<BoundValue>.Empty) { Delegate = target };
}
