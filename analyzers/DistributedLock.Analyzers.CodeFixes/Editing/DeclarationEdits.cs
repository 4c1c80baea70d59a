using DistributedLock.Analyzers.CodeFixes.Declarations.Cores;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.CodeFixes.Editing;

/// <summary>The changes of one or more fixes, and what they know of each other.</summary>
internal sealed class DeclarationEdits(Solution solution)
{
    private readonly HashSet<INamedTypeSymbol> _givenProvider = new(SymbolEqualityComparer.Default);

    public SourceEdits Sources { get; } = new(solution);

    /// <summary>The cores that are on their way.</summary>
    public CoreNames Cores { get; } = new();

    /// <returns>Whether the type is still to be given a provider.</returns>
    public bool NeedsProvider(INamedTypeSymbol type) => _givenProvider.Add(type);
}
