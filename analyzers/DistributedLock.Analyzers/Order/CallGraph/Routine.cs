using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>A body of code that is called as a whole - a method, an accessor, a constructor, a local function, a lambda - and what it does about locks.</summary>
internal sealed class Routine(IMethodSymbol symbol, Location location, bool isWrapper = false)
{
    /// <summary>In the form of <see cref="SymbolOf"/>.</summary>
    public IMethodSymbol Symbol { get; } = symbol;

    public Location Location { get; } = location;

    /// <summary>Whether this is what the generator writes for a locked method or a job: its own steps stand nowhere in the source.</summary>
    public bool IsWrapper { get; } = isWrapper;

    /// <summary>Whether a framework runs it: nothing calls it, and other jobs have the same symbol.</summary>
    public bool IsOfJob { get; init; }

    public string Name { get; } = NameOf(symbol);

    /// <summary>What it mentions in other ways than by a call that is among its steps: whoever runs it then, holds what nobody knows.</summary>
    public HashSet<IMethodSymbol> Mentions { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>In the order of the source.</summary>
    public List<Step> Steps { get; } = [];

    /// <summary>One symbol for all forms of a method: the definition, of a partial method the part without body, of an extension the static form.</summary>
    public static IMethodSymbol SymbolOf(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return definition.PartialDefinitionPart ?? definition;
    }

    /// <summary>The parameter of that symbol.</summary>
    public static IParameterSymbol ParameterOf(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol method && SymbolOf(method) is var symbol && parameter.Ordinal < symbol.Parameters.Length
            ? symbol.Parameters[parameter.Ordinal]
            : parameter;

    private static string NameOf(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.AnonymousFunction => $"lambda in {Enclosing(method)}",
        MethodKind.LocalFunction => method.Name,
        MethodKind.Constructor or MethodKind.StaticConstructor => $"new {method.ContainingType.Name}",
        _ => $"{method.ContainingType?.Name}.{method.AssociatedSymbol?.Name ?? method.Name}",
    };

    private static string Enclosing(IMethodSymbol lambda)
    {
        ISymbol? symbol = lambda;
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol is IMethodSymbol method ? NameOf(method) : symbol?.Name ?? "a lambda";
    }
}
