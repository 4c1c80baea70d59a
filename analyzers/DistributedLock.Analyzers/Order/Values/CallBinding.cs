using System.Collections.Immutable;
using DistributedLock.Analyzers.Order.CallGraph;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Values;

/// <summary>Says a callee's values in its caller's terms.</summary>
/// <param name="callee">The method that is called, in the form of <see cref="Routine.SymbolOf"/>.</param>
/// <param name="receiver"><see langword="null"/> where the callee runs on the caller's own instance, as lambdas and local functions do.</param>
/// <param name="arguments">By the position of the parameter.</param>
internal sealed class CallBinding(IMethodSymbol callee, BoundValue? receiver, ImmutableArray<BoundValue> arguments)
{
    public BoundValue InCaller(BoundValue value)
    {
        if (value.Delegate is { } target)
        {
            return target.Receiver is null ? value : BoundValue.Of(new BoundDelegate(target.Method, InCaller(target.Receiver)));
        }

        // Most values are constants and members of statics: nothing to say anew.
        return value.Parts.All(static part => part.Path is null) ? value : Rewritten(value);
    }

    /// <summary>Says a value of the caller in the callee's terms.</summary>
    /// <returns><see langword="null"/> where the callee has no name for it.</returns>
    public BoundValue? InCallee(BoundValue value)
    {
        var parts = value.Delegate is null ? value.Parts.Select(PartInCallee).ToList() : [null];
        return parts.Contains(null) ? null : BoundValue.Joined(parts!);
    }

    private ValuePart? PartInCallee(ValuePart part)
    {
        if (part.Literal is not null)
        {
            return part;
        }

        if (part.Path is not { } path)
        {
            return null;
        }

        for (var position = 0; position < arguments.Length && position < callee.Parameters.Length; position++)
        {
            if (arguments[position].Path is { } given && Equals(given.Root, path.Root) && given.Members.Length <= path.Members.Length
                && given.Members.SequenceEqual(path.Members.Take(given.Members.Length)) && (given.Root is not null || !given.Members.IsEmpty))
            {
                return ValuePath.Of(callee.Parameters[position]).Then(path.Members.Skip(given.Members.Length)) is { } named ? ValuePart.Of(named, part.Format, part.Escaped) : null;
            }
        }

        var meansTheSame = path.Root switch
        {
            null => receiver is null || receiver.Equals(BoundValue.This),
            { Symbol: IParameterSymbol or ILocalSymbol } => callee.MethodKind == MethodKind.LocalFunction,
            _ => true,
        };
        return meansTheSame ? part : null;
    }

    private BoundValue Rewritten(BoundValue value)
    {
        if (value.Path is { Members.IsEmpty: true } whole)
        {
            return ValueOf(whole.Root) ?? value;
        }

        return BoundValue.Joined(value.Parts.SelectMany(Rewritten));
    }

    private IEnumerable<ValuePart> Rewritten(ValuePart part)
    {
        if (part.Path is null || ValueOf(part.Path.Root) is not { } value)
        {
            return [part];
        }

        if (value.Delegate is not null)
        {
            return [ValuePart.Unknown];
        }

        if (part.Path.Members.IsEmpty)
        {
            return value.Parts.Select(piece => piece.WrittenAs(part));
        }

        return [value.Path?.Then(part.Path.Members) is { } path ? ValuePart.Of(path).WrittenAs(part) : ValuePart.Unknown];
    }

    /// <returns><see langword="null"/> for what means the same in the caller: statics, and what a lambda or local function captures.</returns>
    private BoundValue? ValueOf(Slot? root)
    {
        if (root is null)
        {
            return receiver;
        }

        switch (root.Symbol)
        {
            case IParameterSymbol parameter when SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, callee):
                return parameter.Ordinal < arguments.Length ? arguments[parameter.Ordinal] : BoundValue.Unknown;
            case IParameterSymbol or ILocalSymbol:
                return IsInside(root.Symbol) ? BoundValue.Unknown : null;
            default:
                return null;
        }
    }

    private bool IsInside(ISymbol symbol)
    {
        for (var container = symbol.ContainingSymbol; container is IMethodSymbol method; container = container.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(Routine.SymbolOf(method), callee))
            {
                return true;
            }
        }

        return false;
    }
}
