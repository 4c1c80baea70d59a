using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DistributedLock.CodeModel.Parsing;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Symbols;

/// <summary>Which wrapper calls which core: read by the parser that the generator uses, once per method and compilation. Thread-safe.</summary>
internal sealed class LockedMethods
{
    // So that all analyzers share one reading. A value of this table does not keep its key alive, even though it refers to it.
    private static readonly ConditionalWeakTable<Compilation, LockedMethods> ByCompilation = new();

    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<INamedTypeSymbol, IReadOnlyDictionary<IMethodSymbol, IMethodSymbol>> _wrappersByCore =
        new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<IMethodSymbol, LockedMethodParse> _parses = new(SymbolEqualityComparer.Default);

    private LockedMethods(Compilation compilation) => _compilation = compilation;

    /// <summary>Those of a compilation, the same for all who ask.</summary>
    public static LockedMethods Of(Compilation compilation) => ByCompilation.GetValue(compilation, static of => new LockedMethods(of));

    /// <summary>What the parser says about a method of this compilation; nothing for a method without the attribute.</summary>
    public LockedMethodParse Parse(IMethodSymbol method, CancellationToken cancellationToken) =>
        _parses.GetOrAdd(MethodParts.Speaker(method.OriginalDefinition), speaker => LockedMethodParser.Parse(speaker, _compilation, cancellationToken));

    /// <summary>The method with the body of a locked method; <see langword="null"/> where there is none.</summary>
    public IMethodSymbol? CoreOf(IMethodSymbol wrapper, CancellationToken cancellationToken) => Parse(wrapper, cancellationToken).Core;

    /// <summary>The locked method (its definition) that calls this one as its core; <see langword="null"/> for every other method.</summary>
    public IMethodSymbol? WrapperOf(IMethodSymbol core, CancellationToken cancellationToken)
    {
        var definition = core.OriginalDefinition;
        for (var type = definition.ContainingType; type is not null; type = type.ContainingType)
        {
            if (WrappersIn(type, cancellationToken).TryGetValue(definition, out var wrapper))
            {
                return wrapper;
            }
        }

        return null;
    }

    private IReadOnlyDictionary<IMethodSymbol, IMethodSymbol> WrappersIn(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        _wrappersByCore.GetOrAdd(type, owner =>
        {
            var wrappers = new Dictionary<IMethodSymbol, IMethodSymbol>(SymbolEqualityComparer.Default);
            foreach (var method in owner.GetMembers().OfType<IMethodSymbol>().Where(LockSymbols.IsLockedMethod))
            {
                if (CoreOf(method, cancellationToken) is { } found)
                {
                    wrappers[found.OriginalDefinition] = MethodParts.Speaker(method);
                }
            }

            return wrappers;
        });
}
