using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>
/// The constructors of a solution that get a parameter for the provider. They are told apart by their declarations: another project may see them as other symbols.
/// </summary>
internal sealed class GivenConstructors
{
    private readonly Dictionary<SyntaxNode, GivenConstructor> _constructors = [];

    public IEnumerable<GivenConstructor> All => _constructors.Values;

    /// <param name="constructor">The constructor as it was.</param>
    /// <param name="list">Its parameters as they were; <see langword="null"/> for none.</param>
    /// <param name="parameter">The name of the new one.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public void Add(IMethodSymbol constructor, ParameterListSyntax? list, string parameter, CancellationToken cancellationToken)
    {
        if (DeclarationOf(constructor, cancellationToken) is { } declaration)
        {
            _constructors[declaration] = new GivenConstructor(constructor, list, parameter);
        }
    }

    /// <returns><see langword="null"/> where the constructor stays as it is.</returns>
    public GivenConstructor? Of(IMethodSymbol? constructor, CancellationToken cancellationToken) =>
        constructor is not null && DeclarationOf(constructor, cancellationToken) is { } declaration && _constructors.TryGetValue(declaration, out var given) ? given : null;

    /// <summary>Where a constructor is declared, or the type that has no other.</summary>
    private static SyntaxNode? DeclarationOf(IMethodSymbol constructor, CancellationToken cancellationToken) =>
        (constructor.DeclaringSyntaxReferences.FirstOrDefault() ?? constructor.ContainingType.DeclaringSyntaxReferences.FirstOrDefault())?.GetSyntax(cancellationToken);
}
