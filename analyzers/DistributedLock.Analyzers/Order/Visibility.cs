using DistributedLock.Analyzers.Order.CallGraph;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order;

/// <summary>Which members other assemblies, or callers that do not name them, can call.</summary>
internal sealed class Visibility(IAssemblySymbol assembly)
{
    // Friends see what is internal.
    private readonly bool _hasFriends = assembly.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "InternalsVisibleToAttribute");

    /// <summary>Whether other assemblies see it.</summary>
    public bool IsVisible(ISymbol symbol)
    {
        if (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            return false;
        }

        for (var current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            var isVisible = current.DeclaredAccessibility switch
            {
                Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal => true,
                Accessibility.Internal or Accessibility.ProtectedAndInternal => _hasFriends,
                _ => false,
            };
            if (!isVisible)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether all that calls it stands in this assembly and names it: a method that no interface, base class or delegate stands for.</summary>
    public bool IsCalledHereOnly(IMethodSymbol method) => method.MethodKind == MethodKind.LocalFunction
        || (method is { MethodKind: MethodKind.Ordinary, IsVirtual: false, IsAbstract: false, IsOverride: false } && !IsVisible(method) && !ImplementsInterface(method));

    private static bool ImplementsInterface(IMethodSymbol method) => method.DeclaredAccessibility != Accessibility.Private
        && method.ContainingType.AllInterfaces.SelectMany(contract => contract.GetMembers(method.Name))
            .Any(member => method.ContainingType.FindImplementationForInterfaceMember(member) is IMethodSymbol implementation
                && SymbolEqualityComparer.Default.Equals(Routine.SymbolOf(implementation), method));
}
