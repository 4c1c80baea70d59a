using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>
/// All types of a fix that are to be given a provider. They are changed together: a class passes on what its base class asks for, wherever the two stand and
/// whether or not it has locked methods itself.
/// </summary>
internal sealed class ProviderAdditions(Solution solution, SourceEdits edits)
{
    private readonly Dictionary<SyntaxNode, (MethodPlace Place, string? ProviderType)> _needed = [];

    /// <summary>Remembers the type of a method, where that has no provider.</summary>
    /// <param name="place">A method that is to be locked.</param>
    /// <param name="providerType">The text of the provider's type; <see langword="null"/> for what its name is in the file.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public void GiveIfNeeded(MethodPlace place, string? providerType, CancellationToken cancellationToken)
    {
        var declaration = DeclarationOf(place.Method.ContainingType, cancellationToken)!;
        if (ProviderAddition.IsNeeded(place, cancellationToken) && !_needed.ContainsKey(declaration))
        {
            _needed.Add(declaration, (place, providerType));
        }
    }

    public async Task EditAsync(CancellationToken cancellationToken)
    {
        if (_needed.Count == 0)
        {
            return;
        }

        var given = new GivenConstructors();
        foreach (var request in await RequestsAsync(given, cancellationToken).ConfigureAwait(false))
        {
            ProviderAddition.Edit(request);
        }

        await ConstructorCalls.EditAsync(solution, edits, given, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A base class comes before those that are derived from it: they have to know what it asks for.</summary>
    private async Task<IEnumerable<ProviderRequest>> RequestsAsync(GivenConstructors given, CancellationToken cancellationToken)
    {
        var requests = _needed.ToDictionary(
            static needed => needed.Key,
            needed => new ProviderRequest(edits, given, needed.Value.Place, needed.Value.ProviderType, cancellationToken));
        foreach (var type in _needed.Values.Select(static needed => needed.Place.Method.ContainingType).Where(static type => type is { TypeKind: TypeKind.Class, IsSealed: false }))
        {
            var found = await SymbolFinder.FindDerivedClassesAsync(type, solution, transitive: true, projects: null, cancellationToken).ConfigureAwait(false);
            foreach (var derived in found)
            {
                if (DeclarationOf(derived, cancellationToken) is TypeDeclarationSyntax declaration
                    && !requests.ContainsKey(declaration)
                    && solution.GetDocument(declaration.SyntaxTree) is { Project: var project }
                    && await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is { } compilation)
                {
                    requests.Add(declaration, new ProviderRequest(edits, given, derived, compilation, cancellationToken));
                }
            }
        }

        return requests.Values.OrderBy(static request => DepthOf(request.Type));
    }

    /// <summary>Another project may see the same type as another symbol; its declaration stays the same.</summary>
    private static SyntaxNode? DeclarationOf(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        type.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);

    private static int DepthOf(INamedTypeSymbol type)
    {
        var depth = 0;
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            depth++;
        }

        return depth;
    }
}
