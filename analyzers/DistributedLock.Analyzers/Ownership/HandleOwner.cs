using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>Judges the fields and properties that a handle is kept in.</summary>
internal static class HandleOwner
{
    /// <summary>
    /// Whether somebody can be expected to release what a field or property keeps: its type is disposable, or touches it in a way that may release it, or
    /// it is out of sight (of another object, of a base class, static for the life of the process).
    /// </summary>
    public static bool IsResponsible(IOperation target, ISymbol member, LockSymbols symbols, CancellationToken cancellationToken)
    {
        if (member.IsStatic
            || member.DeclaredAccessibility is Accessibility.Protected or Accessibility.ProtectedOrInternal or Accessibility.ProtectedAndInternal
            || (target as IMemberReferenceOperation)?.Instance is not IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } self
            || member.ContainingType is not { } type
            || type.DeclaringSyntaxReferences.IsEmpty
            || IsDisposable(type, symbols)
            || (self.Type is INamedTypeSymbol own && IsDisposable(own, symbols)))
        {
            return true;
        }

        if (member is IPropertySymbol && !type.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, member)))
        {
            return true;
        }

        return type.DeclaringSyntaxReferences.Any(part => TakenOverInSource.Says(part.GetSyntax(cancellationToken), member.Name));
    }

    private static bool IsDisposable(INamedTypeSymbol type, LockSymbols symbols)
    {
        foreach (var candidate in type.AllInterfaces)
        {
            if (SymbolEqualityComparer.Default.Equals(candidate, symbols.Disposable) || SymbolEqualityComparer.Default.Equals(candidate, symbols.AsyncDisposable))
            {
                return true;
            }
        }

        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers("Dispose").Any() || current.GetMembers("DisposeAsync").Any())
            {
                return true;
            }
        }

        return false;
    }
}
