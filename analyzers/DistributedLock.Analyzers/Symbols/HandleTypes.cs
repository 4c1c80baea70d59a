using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Symbols;

/// <summary>The types whose values are held locks: disposing one releases its lock.</summary>
internal sealed class HandleTypes
{
    /// <summary>The option of <c>.editorconfig</c> that adds types of other libraries: full names, with commas between them.</summary>
    public const string Option = "distributedlock.handle_types";

    private readonly IReadOnlyList<INamedTypeSymbol> _types;

    private HandleTypes(IReadOnlyList<INamedTypeSymbol> types) => _types = types;

    public bool Any => _types.Count > 0;

    /// <param name="compilation">Where the names are looked up. A name that means nothing there is passed over: one file may serve many projects.</param>
    /// <param name="own">Our handle, where the compilation sees it.</param>
    /// <param name="listed">The value of <see cref="Option"/>.</param>
    public static HandleTypes Of(Compilation compilation, INamedTypeSymbol? own, string listed)
    {
        var types = new List<INamedTypeSymbol>();
        if (own is not null)
        {
            types.Add(own);
        }

        foreach (var name in listed.Split([','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (compilation.GetTypesByMetadataName(name.Trim()).FirstOrDefault() is { } type)
            {
                types.Add(type);
            }
        }

        return new HandleTypes(types);
    }

    /// <summary>Whether a value of this type is a handle: it is one of the types, derives from one, or implements one.</summary>
    public bool IsHandle(ITypeSymbol? type)
    {
        if (type is null || type.TypeKind is TypeKind.TypeParameter or TypeKind.Dynamic or TypeKind.Error)
        {
            return false;
        }

        foreach (var handle in _types)
        {
            if (IsOrDerivesFrom(type, handle))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOrDerivesFrom(ITypeSymbol type, INamedTypeSymbol handle)
    {
        if (handle.TypeKind == TypeKind.Interface)
        {
            return SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, handle)
                || type.AllInterfaces.Any(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, handle));
        }

        for (var current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, handle))
            {
                return true;
            }
        }

        return false;
    }
}
