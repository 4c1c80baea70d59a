using DistributedLock.Analyzers.Order.CallGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using System.Collections.Immutable;

namespace DistributedLock.Analyzers.Order.Summaries;

/// <summary>A method, constructor or accessor with a body, as the syntax shows it.</summary>
internal sealed class Body
{
    private Body(string name, SyntaxNode declaration, params SyntaxNode?[] parts)
    {
        Name = name;
        Declaration = declaration;
        Spans = parts.OfType<SyntaxNode>().Select(static part => part.Span).ToList();
    }

    /// <summary>The name that other code mentions when it runs this.</summary>
    public string Name { get; }

    public SyntaxNode Declaration { get; }

    /// <summary>The text in which it mentions what it runs.</summary>
    public IReadOnlyList<TextSpan> Spans { get; }

    /// <summary>Whether it is given code to run, whose caller may hold locks that this code takes.</summary>
    public bool RunsWhatItIsGiven => Declaration is BaseMethodDeclarationSyntax { ParameterList.Parameters: var parameters } && parameters.Any(static parameter => IsAction(parameter.Type));

    /// <summary>Empty until it is bound, and afterwards when it cannot be.</summary>
    public IReadOnlyList<Routine> Routines { get; set; } = [];

    public bool IsBound { get; set; }

    public bool Takes { get; set; }

    /// <returns><see langword="null"/> for what has no body, or one that nothing calls by its name.</returns>
    public static Body? Of(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax { Body: not null } method => new Body(method.Identifier.ValueText, method, method.Body),
        MethodDeclarationSyntax { ExpressionBody: not null } method => new Body(method.Identifier.ValueText, method, method.ExpressionBody),
        ConstructorDeclarationSyntax constructor when constructor.Body is not null || constructor.ExpressionBody is not null =>
            // A constructor calls another one by "this" or "base" only; the type's head has the name.
            new Body(constructor.Identifier.ValueText, constructor, constructor.Body, constructor.ExpressionBody, constructor.Initializer, constructor.Initializer is null ? null : (constructor.Parent as TypeDeclarationSyntax)?.BaseList),
        PropertyDeclarationSyntax { ExpressionBody: not null } property => new Body(property.Identifier.ValueText, property, property.ExpressionBody),
        AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } accessor when accessor.Body is not null || accessor.ExpressionBody is not null =>
            new Body(property.Identifier.ValueText, accessor, accessor.Body, accessor.ExpressionBody),
        _ => null,
    };

    public IMethodSymbol? SymbolIn(SemanticModel model, CancellationToken cancellationToken) => model.GetDeclaredSymbol(Declaration, cancellationToken) switch
    {
        IMethodSymbol method => method,
        IPropertySymbol property => property.GetMethod,
        _ => null,
    };

    /// <summary>What an analyzer is given as the operation blocks of a member.</summary>
    public ImmutableArray<IOperation> OperationsIn(SemanticModel model, CancellationToken cancellationToken)
    {
        var node = Declaration is PropertyDeclarationSyntax property ? property.ExpressionBody! : Declaration;
        IEnumerable<IOperation?> blocks = model.GetOperation(node, cancellationToken) switch
        {
            IMethodBodyOperation method => [method.BlockBody ?? method.ExpressionBody],
            IConstructorBodyOperation constructor => [constructor.Initializer, constructor.BlockBody ?? constructor.ExpressionBody],
            IBlockOperation block => [block],
            _ => [],
        };
        return blocks.OfType<IOperation>().ToImmutableArray();
    }

    /// <summary>An action, or a function that gives a task or whatever its caller wants: not a predicate or a selector.</summary>
    private static bool IsAction(TypeSyntax? type) => type switch
    {
        NullableTypeSyntax nullable => IsAction(nullable.ElementType),
        QualifiedNameSyntax qualified => IsAction(qualified.Right),
        IdentifierNameSyntax { Identifier.ValueText: "Action" } => true,
        GenericNameSyntax { Identifier.ValueText: "Action" } => true,
        GenericNameSyntax { Identifier.ValueText: "Func", TypeArgumentList.Arguments: var arguments } =>
            arguments.Count == 1 || arguments[arguments.Count - 1].ToString() is var result && (result.Contains("Task<") || result.EndsWith("Task", StringComparison.Ordinal)),
        _ => false,
    };
}
