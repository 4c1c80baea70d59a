using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>Which of the routines run when a virtual or interface method is called.</summary>
internal sealed class Implementations
{
    // With more, a call says nothing about which of them it means.
    public const int MostTargets = 16;
    private static readonly IReadOnlyList<IMethodSymbol> None = [];
    private readonly Dictionary<IMethodSymbol, List<IMethodSymbol>> _targets = new(SymbolEqualityComparer.Default);

    /// <param name="routines">In a fixed order, which is the order of the answers.</param>
    /// <param name="assembly">Whose interfaces count.</param>
    public static Implementations Of(IEnumerable<Routine> routines, IAssemblySymbol assembly)
    {
        var found = new Implementations();
        var types = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var routine in routines.Where(static routine => !routine.IsOfJob))
        {
            for (var overridden = routine.Symbol.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            {
                found.Add(overridden, routine.Symbol);
            }

            if (routine.Symbol.ContainingType is { } type && types.Add(type))
            {
                found.AddInterfacesOf(type, assembly);
            }
        }

        return found;
    }

    /// <summary>The methods for which others run.</summary>
    public IEnumerable<IMethodSymbol> Declared => _targets.Keys;

    public IReadOnlyList<IMethodSymbol> Of(IMethodSymbol method) =>
        _targets.TryGetValue(method, out var targets) && targets.Count <= MostTargets ? targets : None;

    private void AddInterfacesOf(INamedTypeSymbol type, IAssemblySymbol assembly)
    {
        // An interface of another assembly has implementations that are not known here, and its calls say little.
        foreach (var contract in type.AllInterfaces.Where(contract => SymbolEqualityComparer.Default.Equals(contract.ContainingAssembly, assembly)))
        {
            foreach (var member in contract.GetMembers().OfType<IMethodSymbol>())
            {
                if (type.FindImplementationForInterfaceMember(member) is IMethodSymbol implementation)
                {
                    Add(member, implementation);
                }
            }
        }
    }

    private void Add(IMethodSymbol declared, IMethodSymbol implementation)
    {
        var key = Routine.SymbolOf(declared);
        var target = Routine.SymbolOf(implementation);
        if (!_targets.TryGetValue(key, out var targets))
        {
            _targets.Add(key, targets = []);
        }

        if (!targets.Contains(target, SymbolEqualityComparer.Default))
        {
            targets.Add(target);
        }
    }
}
