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

    private readonly Lazy<HashSet<IMethodSymbol>> _declaredElsewhere;

    private LockedMethods(Compilation compilation)
    {
        _compilation = compilation;
        _declaredElsewhere = new(FindDeclaredElsewhere);
    }

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

    /// <summary>
    /// Whether this is a member of an interface or a virtual method that a locked method of this compilation implements or overrides. The first question
    /// looks at every type, so it is to be asked last.
    /// </summary>
    public bool IsImplementedByLocked(IMethodSymbol method) =>
        (method.IsAbstract || method.IsVirtual || method.IsOverride) && _declaredElsewhere.Value.Contains(method.OriginalDefinition);

    private HashSet<IMethodSymbol> FindDeclaredElsewhere()
    {
        var found = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var rest = new Stack<INamespaceOrTypeSymbol>();
        rest.Push(_compilation.Assembly.GlobalNamespace);
        while (rest.Count > 0)
        {
            var symbol = rest.Pop();
            foreach (var member in symbol.GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                rest.Push(member);
            }

            if (symbol is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type)
            {
                AddDeclarationsOf(type, found);
            }
        }

        return found;
    }

    private static void AddDeclarationsOf(INamedTypeSymbol type, HashSet<IMethodSymbol> found)
    {
        var locked = new HashSet<IMethodSymbol>(type.GetMembers().OfType<IMethodSymbol>().Where(LockSymbols.IsLockedMethod), SymbolEqualityComparer.Default);
        if (locked.Count == 0)
        {
            return;
        }

        foreach (var method in locked)
        {
            for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            {
                found.Add(overridden.OriginalDefinition);
            }
        }

        foreach (var member in type.AllInterfaces.SelectMany(static contract => contract.GetMembers()).OfType<IMethodSymbol>())
        {
            if (type.FindImplementationForInterfaceMember(member) is IMethodSymbol implementation
                && (locked.Contains(implementation) || (implementation.PartialDefinitionPart is { } definition && locked.Contains(definition))))
            {
                found.Add(member.OriginalDefinition);
            }
        }
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
