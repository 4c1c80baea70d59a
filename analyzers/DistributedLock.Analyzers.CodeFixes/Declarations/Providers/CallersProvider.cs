using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>The one provider that code at a place has at hand: a local or parameter, else a member of its type, else a parameter of the type.</summary>
internal static class CallersProvider
{
    /// <returns><see langword="null"/> where there is none, or more than one.</returns>
    public static string? At(ExpressionSyntax place, SemanticModel model, CancellationToken cancellationToken)
    {
        if (place.Ancestors().FirstOrDefault(IsBody) is not { } body || IsInStaticFunction(place))
        {
            return null;
        }

        var inReach = model.LookupSymbols(place.SpanStart).Where(symbol => IsProvider(symbol)).ToList();
        var own = inReach.Where(symbol => symbol is ILocalSymbol local ? IsDeclaredBefore(local, place) : symbol is IParameterSymbol parameter && !IsOfType(parameter, cancellationToken)).ToList();
        if (own.Count > 0 || model.GetEnclosingSymbol(place.SpanStart, cancellationToken) is not { ContainingType: { } type } || body is GlobalStatementSyntax || body.Parent is ConstructorDeclarationSyntax)
        {
            return NameOf(own);
        }

        // Instance members of a type around this one are found by their name, too.
        var isStatic = body.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.Modifiers.Any(SyntaxKind.StaticKeyword) == true;
        var members = inReach.Where(symbol => symbol is IFieldSymbol or IPropertySymbol && (symbol.IsStatic || (!isStatic && IsMemberOf(symbol, type)))).ToList();
        return members.Count > 0 || isStatic
            ? NameOf(members)
            : NameOf(inReach.Where(symbol => symbol is IParameterSymbol parameter && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol.ContainingType, type) && IsOfType(parameter, cancellationToken)).ToList());
    }

    private static string? NameOf(List<ISymbol> found) => found.Count != 1 ? null
        : SyntaxFacts.GetKeywordKind(found[0].Name) == SyntaxKind.None ? found[0].Name
        : "@" + found[0].Name;

    private static bool IsProvider(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => LockTypes.IsProvider(local.Type),
        IParameterSymbol parameter => parameter.RefKind == RefKind.None && LockTypes.IsProvider(parameter.Type),
        IFieldSymbol field => LockTypes.IsProvider(field.Type),
        IPropertySymbol { GetMethod: not null, IsIndexer: false } property => LockTypes.IsProvider(property.Type),
        _ => false,
    };

    /// <summary>The body of a member: not an initializer, which has no instance yet. In a constructor the fields may still be empty.</summary>
    private static bool IsBody(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax
        ? node.Parent is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or BasePropertyDeclarationSyntax
        : node is GlobalStatementSyntax;

    private static bool IsInStaticFunction(SyntaxNode place) => place.Ancestors().Any(static node =>
        (node is AnonymousFunctionExpressionSyntax function && function.Modifiers.Any(SyntaxKind.StaticKeyword))
        || (node is LocalFunctionStatementSyntax local && local.Modifiers.Any(SyntaxKind.StaticKeyword)));

    private static bool IsDeclaredBefore(ILocalSymbol local, SyntaxNode place) =>
        local.DeclaringSyntaxReferences.FirstOrDefault() is { } reference
        && reference.Span.End <= place.SpanStart
        && reference.GetSyntax() is VariableDeclaratorSyntax { Initializer: not null };

    /// <summary>Whether this is a parameter of a primary constructor.</summary>
    private static bool IsOfType(IParameterSymbol parameter, CancellationToken cancellationToken) =>
        parameter.ContainingSymbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is TypeDeclarationSyntax;

    private static bool IsMemberOf(ISymbol member, INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, member.ContainingType.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }
}
