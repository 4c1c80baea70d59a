using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>Whether the generator would find a provider: where it looks, not in which order.</summary>
internal static class ProviderInReach
{
    public static bool Exists(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        var type = method.ContainingType;
        return method.Parameters.Any(static parameter => parameter.RefKind != RefKind.Out && LockTypes.IsProvider(parameter.Type))
            || Members(type).Any(member => IsUsable(member, method) && compilation.IsSymbolAccessibleWithin(member, type))
            || (!method.IsStatic && !type.IsRecord && IsInPrimaryConstructor(method, cancellationToken));
    }

    /// <summary>The constructor that belongs to the type's own parameter list.</summary>
    public static IMethodSymbol? PrimaryConstructor(INamedTypeSymbol type, CancellationToken cancellationToken) => type.InstanceConstructors.FirstOrDefault(constructor =>
        constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax));

    private static bool IsInPrimaryConstructor(IMethodSymbol method, CancellationToken cancellationToken) =>
        PrimaryConstructor(method.ContainingType, cancellationToken) is { } constructor
        && constructor.Parameters.Any(parameter => parameter.RefKind == RefKind.None
            && LockTypes.IsProvider(parameter.Type)
            && method.Parameters.All(hiding => hiding.Name != parameter.Name)
            && !method.ContainingType.MemberNames.Contains(parameter.Name));

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                yield return member;
            }
        }
    }

    private static bool IsUsable(ISymbol member, IMethodSymbol method) => !member.IsImplicitlyDeclared && (member.IsStatic || !method.IsStatic) && member switch
    {
        IFieldSymbol field => LockTypes.IsProvider(field.Type),
        IPropertySymbol { GetMethod: not null, IsIndexer: false, ExplicitInterfaceImplementations.IsEmpty: true } property => LockTypes.IsProvider(property.Type),
        _ => false,
    };
}
