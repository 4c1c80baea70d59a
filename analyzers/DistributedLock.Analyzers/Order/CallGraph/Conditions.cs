using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>On what it depends, in its routine, whether a piece of code runs.</summary>
internal sealed class Conditions
{
    private readonly bool _mayBeSkipped;
    private readonly bool _mayHaveJumped;
    private readonly bool _mayHaveReturned;

    private Conditions(ImmutableArray<ISymbol> guards, bool mayBeSkipped, bool mayHaveJumped, bool mayHaveReturned)
    {
        Guards = guards;
        _mayBeSkipped = mayBeSkipped;
        _mayHaveJumped = mayHaveJumped;
        _mayHaveReturned = mayHaveReturned;
    }

    public static Conditions None { get; } = new(ImmutableArray<ISymbol>.Empty, false, false, false);

    /// <summary>Flags, and handles that may be given, that are asked first.</summary>
    public ImmutableArray<ISymbol> Guards { get; }

    /// <summary>Whether the routine may come to its end without running it, other than by an exception.</summary>
    public bool MayNotRun => _mayBeSkipped || _mayHaveJumped || _mayHaveReturned;

    public Conditions And(IEnumerable<ISymbol> guards, bool mayBeSkipped) => new(Guards.AddRange(guards), _mayBeSkipped || mayBeSkipped, _mayHaveJumped, _mayHaveReturned);

    /// <summary>Behind a <c>return</c>, which may be one of several ways.</summary>
    public Conditions AfterReturn() => MayNotRun ? new(Guards, _mayBeSkipped, _mayHaveJumped, mayHaveReturned: true) : this;

    /// <summary>Behind a <c>break</c>, <c>continue</c> or <c>goto</c>.</summary>
    public Conditions AfterJump() => MayNotRun ? new(Guards, _mayBeSkipped, mayHaveJumped: true, _mayHaveReturned) : this;

    /// <summary>These, behind a block or branch that ended with others.</summary>
    public Conditions AfterScope(Conditions inner) => With(inner._mayHaveJumped, inner._mayHaveReturned);

    /// <summary>These, behind a loop: jumps in it have ended there.</summary>
    public Conditions AfterLoop(Conditions inner) => With(_mayHaveJumped, inner._mayHaveReturned);

    private Conditions With(bool mayHaveJumped, bool mayHaveReturned) =>
        mayHaveJumped == _mayHaveJumped && mayHaveReturned == _mayHaveReturned ? this : new(Guards, _mayBeSkipped, mayHaveJumped, mayHaveReturned);
}
