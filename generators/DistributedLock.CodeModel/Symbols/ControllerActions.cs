using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Symbols;

/// <summary>Recognizes the methods that ASP.NET Core calls as actions of a controller: these are locked by a filter, and have no wrapper.</summary>
public static class ControllerActions
{
    /// <summary>What a compilation has that references DistributedLock.AspNetCore.</summary>
    public const string Marker = "DistributedLock.DistributedLockEndpointOptions";

    private const string Mvc = "Microsoft.AspNetCore.Mvc";

    /// <summary>Whether this is an action that is no partial method: one of those takes its locks itself, like any other.</summary>
    /// <remarks>By the rules of MVC's own discovery: public, of an instance, not generic, not taken out by an attribute.</remarks>
    public static bool IsAction(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false, Arity: 0, IsPartialDefinition: false, PartialDefinitionPart: null }
        && !Has(method, "NonActionAttribute")
        && IsController(method.ContainingType);

    public static bool IsController(INamedTypeSymbol type)
    {
        if (type.TypeKind != TypeKind.Class || Has(type, "NonControllerAttribute"))
        {
            return false;
        }

        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Is(Mvc, "ControllerBase", 0) || Has(current, "ControllerAttribute") || Has(current, "ApiControllerAttribute"))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Has(ISymbol symbol, string attribute)
    {
        foreach (var candidate in symbol.GetAttributes())
        {
            if (candidate.AttributeClass.Is(Mvc, attribute, 0))
            {
                return true;
            }
        }

        return false;
    }
}
