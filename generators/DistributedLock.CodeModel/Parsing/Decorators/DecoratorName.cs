using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Decorators;

/// <summary>What the decorator of an interface is called.</summary>
internal static class DecoratorName
{
    /// <summary><c>LockedOrders</c> for <c>IOrders</c>.</summary>
    public static string Of(INamedTypeSymbol contract) => "Locked" + Bare(contract.Name);

    /// <summary>Another interface whose decorator would have the same name; <see langword="null"/> for none.</summary>
    public static INamedTypeSymbol? Namesake(INamedTypeSymbol contract)
    {
        var bare = Bare(contract.Name);
        var other = contract.Name == bare ? "I" + bare : bare;
        return Bare(other) != bare ? null : Container(contract).GetTypeMembers(other, contract.Arity).FirstOrDefault(static type => type.TypeKind == TypeKind.Interface);
    }

    public static INamespaceOrTypeSymbol Container(INamedTypeSymbol contract) => (INamespaceOrTypeSymbol?)contract.ContainingType ?? contract.ContainingNamespace;

    private static string Bare(string name) => name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]) ? name.Substring(1) : name;
}
