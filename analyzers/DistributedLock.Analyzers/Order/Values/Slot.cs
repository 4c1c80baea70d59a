using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Values;

/// <summary>What holds a value: a variable, a parameter, a member - or a member of another assembly of which only that assembly's summary tells.</summary>
internal sealed class Slot : IEquatable<Slot>
{
    private readonly bool? _isFixed;
    private readonly ITypeSymbol? _hiddenType;

    private Slot(ISymbol? symbol, HiddenMember? hidden, ITypeSymbol? hiddenType, bool? isFixed)
    {
        Symbol = symbol;
        Hidden = hidden;
        _hiddenType = hiddenType;
        _isFixed = isFixed;
    }

    /// <summary><see langword="null"/> for what is hidden.</summary>
    public ISymbol? Symbol { get; }

    public HiddenMember? Hidden { get; }

    /// <summary><see langword="null"/> where it is not known.</summary>
    public ITypeSymbol? Type => Symbol switch
    {
        IFieldSymbol variable => variable.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        ILocalSymbol local => local.Type,
        _ => _hiddenType,
    };

    public string Name => Symbol?.Name ?? Hidden!.Name;

    public IParameterSymbol? Parameter => Symbol as IParameterSymbol;

    public bool IsLocal => Symbol is ILocalSymbol;

    /// <summary>Whether every reading gives the same value: it cannot be set again, and is not computed.</summary>
    public bool IsFixed => _isFixed ?? Symbol switch
    {
        IFieldSymbol constant => constant.IsReadOnly || constant.IsConst,
        IPropertySymbol { SetMethod: null or { IsInitOnly: true } } property =>
            property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(backing => SymbolEqualityComparer.Default.Equals(backing.AssociatedSymbol, property)),
        IPropertySymbol => false,
        _ => true,
    };

    /// <summary>The key that a container gives the value by.</summary>
    public string? ServiceKey => Hidden is not null ? Hidden.ServiceKey : Symbol!.GetAttributes()
        .FirstOrDefault(static attribute => attribute.AttributeClass?.Name == "FromKeyedServicesAttribute")?.ConstructorArguments.FirstOrDefault().Value?.ToString();

    public static Slot Of(ISymbol symbol) => new(symbol, null, null, null);

    /// <summary>A member of another assembly that says of itself whether it can be set.</summary>
    public static Slot Of(ISymbol symbol, bool isFixed) => new(symbol, null, null, isFixed);

    public static Slot Of(HiddenMember hidden, ITypeSymbol? type) => new(null, hidden, type, hidden.IsFixed);

    /// <summary>Whether both are members of one type, or variables that stand on their own.</summary>
    public bool IsOfTypeOf(Slot other) => Symbol is not null && other.Symbol is not null
        ? SymbolEqualityComparer.Default.Equals(Symbol.ContainingType, other.Symbol.ContainingType)
        : Owner == other.Owner;

    /// <summary>Whether both are declared side by side: in one type, or as parameters and locals of one method.</summary>
    public bool IsBeside(Slot other) => Symbol is not null && other.Symbol is not null
        ? Symbol.ContainingSymbol.Equals(other.Symbol.ContainingSymbol, SymbolEqualityComparer.Default)
        : Symbol is not (IParameterSymbol or ILocalSymbol) && other.Symbol is not (IParameterSymbol or ILocalSymbol) && Owner == other.Owner;

    public bool Equals(Slot? other) =>
        other is not null && SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol) && Equals(Hidden, other.Hidden);

    public override bool Equals(object? obj) => Equals(obj as Slot);

    public override int GetHashCode() => Hidden is null ? SymbolEqualityComparer.Default.GetHashCode(Symbol) : Hidden.GetHashCode();

    private (string?, string) Owner => Hidden is not null ? (Hidden.Assembly, Hidden.Owner) : (Symbol!.ContainingAssembly?.Name, MetadataName.Of(Symbol.ContainingType));
}
