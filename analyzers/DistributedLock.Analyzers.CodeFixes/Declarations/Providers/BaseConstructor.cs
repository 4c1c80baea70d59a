using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>The constructor of the base class that a type's own constructors call, and the argument for it.</summary>
internal sealed class BaseConstructor(ProviderRequest request)
{
    /// <summary>The one that a constructor calls; <see langword="null"/> where that takes no provider.</summary>
    public GivenConstructor? CalledBy(ConstructorDeclarationSyntax constructor) => request.Given.Of(
        constructor.Initializer is { } initializer
            ? request.ModelOf(initializer).GetSymbolInfo(initializer, request.CancellationToken).Symbol as IMethodSymbol
            : CalledImplicitly(),
        request.CancellationToken);

    /// <summary>The one that a type calls by its head, or because nothing else is written.</summary>
    public GivenConstructor? CalledBy(TypeDeclarationSyntax part) => request.Given.Of(
        BaseClassIn(part) is PrimaryConstructorBaseTypeSyntax call
            ? request.ModelOf(call).GetSymbolInfo(call, request.CancellationToken).Symbol as IMethodSymbol
            : CalledImplicitly(),
        request.CancellationToken);

    /// <summary>Passes the provider on from a constructor.</summary>
    public void PassOn(ConstructorDeclarationSyntax constructor, GivenConstructor target, string value)
    {
        if (constructor.Initializer is { } initializer)
        {
            target.AddArgument(request.Edits, initializer.ArgumentList, value);
        }
        else
        {
            request.Edits.Insert(constructor.SyntaxTree, constructor.ParameterList.Span.End, $" : base({value})");
        }
    }

    /// <summary>Passes the provider on from the head of a type.</summary>
    public void PassOn(TypeDeclarationSyntax part, GivenConstructor target, string value)
    {
        var tree = part.SyntaxTree;
        switch (BaseClassIn(part))
        {
            case PrimaryConstructorBaseTypeSyntax call:
                target.AddArgument(request.Edits, call.ArgumentList, value);
                break;
            case { } plain:
                request.Edits.Insert(tree, plain.Span.End, $"({value})");
                break;
            default:
                // Another part names the base class; only the one with the parameters can call its constructor.
                var name = request.Type.BaseType!.ToMinimalDisplayString(request.ModelOf(part), part.Identifier.SpanStart);
                var before = part.BaseList is { Types: { Count: > 0 } types } ? types[0] : null;
                var head = ProviderAddition.ParameterListOf(part) ?? (SyntaxNode?)part.TypeParameterList;
                request.Edits.Insert(
                    tree,
                    before?.SpanStart ?? head?.Span.End ?? part.Identifier.Span.End,
                    before is null ? $" : {name}({value})" : $"{name}({value}), ");
                break;
        }
    }

    /// <summary>The part that names the base class, where a new parameter list belongs.</summary>
    public static TypeDeclarationSyntax? PartWithBaseClass(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken) => ProviderAddition.Parts(type, cancellationToken)
        .FirstOrDefault(part => BaseClassIn(part, compilation.GetSemanticModel(part.SyntaxTree), cancellationToken) is not null);

    private BaseTypeSyntax? BaseClassIn(TypeDeclarationSyntax part) => BaseClassIn(part, request.ModelOf(part), request.CancellationToken);

    private static BaseTypeSyntax? BaseClassIn(TypeDeclarationSyntax part, SemanticModel model, CancellationToken cancellationToken) =>
        part.BaseList?.Types.FirstOrDefault() is { } first && model.GetTypeInfo(first.Type, cancellationToken).Type?.TypeKind == TypeKind.Class ? first : null;

    private IMethodSymbol? CalledImplicitly() => request.Type.TypeKind == TypeKind.Class
        ? request.Type.BaseType?.InstanceConstructors
            .Where(static constructor => constructor.Parameters.All(static parameter => parameter.IsOptional || parameter.IsParams))
            .OrderBy(static constructor => constructor.Parameters.Length)
            .FirstOrDefault()
        : null;
}
