using System.Collections.Immutable;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Decorators;

/// <summary>The interface that is being read, and what the readers of its members share.</summary>
internal sealed class DecoratorContext
{
    private static readonly HashSet<string> ObjectMembers = ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    // In which interface a name is a plain member of the decorator; what others declare by the same name is implemented explicitly.
    private readonly Dictionary<string, INamedTypeSymbol> _nearest = new(StringComparer.Ordinal);
    private readonly HashSet<string> _shared = new(StringComparer.Ordinal);

    public DecoratorContext(INamedTypeSymbol contract, Compilation compilation, CancellationToken cancellationToken)
    {
        Contract = contract;
        Compilation = compilation;
        Warnings = new NamingWarnings(compilation);
        CancellationToken = cancellationToken;
        Members = contract.AllInterfaces.Insert(0, contract).SelectMany(static type => type.GetMembers()).Where(IsForwarded).ToImmutableArray();
        foreach (var member in Members)
        {
            if (!_nearest.TryGetValue(member.Name, out var type))
            {
                _nearest.Add(member.Name, member.ContainingType);
            }
            else if (!SymbolEqualityComparer.Default.Equals(type, member.ContainingType))
            {
                _shared.Add(member.Name);
            }
        }

        Name = DecoratorName.Of(contract);
        Names = [Name, .. Members.Select(static member => member.Name), .. TypeParameters(contract)];
        Names.UnionWith(Members.SelectMany(ParameterNames));
        Inner = Free("_inner");
        Locks = Free("_locks");
    }

    public INamedTypeSymbol Contract { get; }

    public Compilation Compilation { get; }

    public CancellationToken CancellationToken { get; }

    /// <summary>What the decorator implements: the interface's own members before inherited ones.</summary>
    public ImmutableArray<ISymbol> Members { get; }

    /// <summary>The decorator's name.</summary>
    public string Name { get; }

    /// <summary>What generated members must not be called.</summary>
    public HashSet<string> Names { get; }

    public string Inner { get; }

    public string Locks { get; }

    public ProblemList Problems { get; } = new();

    public NamingWarnings Warnings { get; }

    public bool HasLocks => LockedMethods.Any();

    public IEnumerable<IMethodSymbol> LockedMethods => Members.OfType<IMethodSymbol>().Where(IsLocked);

    public static bool IsLocked(IMethodSymbol method) => method.GetAttributes().Any(static attribute => attribute.AttributeClass.IsLockAttribute());

    public bool IsInherited(ISymbol member) => !SymbolEqualityComparer.Default.Equals(member.ContainingType, Contract);

    /// <summary>A member of the service behind the decorator, as an expression.</summary>
    public string Access(ISymbol member)
    {
        Warnings.AddMember(member);
        var isAmbiguous = _shared.Contains(member.Name) && IsInherited(member);
        var owner = isAmbiguous ? $"(({CSharpText.Type(member.ContainingType)}){Inner})" : Inner;
        return member is IPropertySymbol { IsIndexer: true } ? owner : $"{owner}.{CSharpText.Name(member.Name)}";
    }

    /// <summary>Whether the decorator cannot have the member under its name.</summary>
    public bool IsExplicit(ISymbol member) =>
        member.DeclaredAccessibility != Accessibility.Public
        || member.Name == Name
        || ObjectMembers.Contains(member.Name)
        || TypeParameters(Contract).Contains(member.Name)
        || (member is IPropertySymbol { IsIndexer: true } && (member.MetadataName != "Item" || _nearest.ContainsKey("Item")))
        || (_nearest.TryGetValue(member.Name, out var nearest) && !SymbolEqualityComparer.Default.Equals(nearest, member.ContainingType));

    /// <summary>What stands before the name of a member: its interface, where it is implemented explicitly.</summary>
    public string Qualifier(ISymbol member) => IsExplicit(member) ? CSharpText.Type(member.ContainingType) + "." : string.Empty;

    /// <summary>Whether a decorator can call the member of another object, given that it can name its interface.</summary>
    public bool IsCallable(ISymbol member) => member.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Internal or Accessibility.ProtectedOrInternal =>
            SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, Compilation.Assembly) || member.ContainingAssembly.GivesAccessTo(Compilation.Assembly),
        _ => false,
    };

    /// <remarks>What only the interface itself can call is not for a decorator to implement, unless it must.</remarks>
    private bool IsForwarded(ISymbol member) => !member.IsStatic
        && (member.IsAbstract || (member.IsVirtual && IsCallable(member)))
        && member switch
        {
            IMethodSymbol method => method.MethodKind == MethodKind.Ordinary,
            IPropertySymbol property => property.ExplicitInterfaceImplementations.IsEmpty,
            IEventSymbol happening => happening.ExplicitInterfaceImplementations.IsEmpty,
            _ => false,
        };

    private static IEnumerable<string> TypeParameters(INamedTypeSymbol type) => type.TypeParameters.Select(static parameter => parameter.Name);

    private static IEnumerable<string> ParameterNames(ISymbol member) => member switch
    {
        IMethodSymbol method => method.Parameters.Select(static parameter => parameter.Name).Concat(method.TypeParameters.Select(static parameter => parameter.Name)),
        IPropertySymbol property => property.Parameters.Select(static parameter => parameter.Name),
        _ => [],
    };

    private string Free(string name)
    {
        while (!Names.Add(name))
        {
            name += "_";
        }

        return name;
    }
}
