using DistributedLock.CodeModel.Symbols;
using DistributedLock.CodeModel.Templates;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order;

/// <summary>The orders that <c>[assembly: LockOrder]</c> declares. A template that no code uses is no fault: a shared file may declare the order for many projects.</summary>
internal sealed class DeclaredOrder(IReadOnlyList<IReadOnlyDictionary<string, int>> orders)
{
    public static DeclaredOrder Of(Compilation compilation)
    {
        var orders = new List<IReadOnlyDictionary<string, int>>();
        foreach (var attribute in compilation.Assembly.GetAttributes())
        {
            if (attribute.AttributeClass.Is("DistributedLock", "LockOrderAttribute", 0)
                && attribute.ConstructorArguments.Length == 1
                && attribute.ConstructorArguments[0] is { Kind: TypedConstantKind.Array, IsNull: false } templates)
            {
                orders.Add(Positions(templates.Values.Select(static value => value.Value as string)));
            }
        }

        return new DeclaredOrder(orders);
    }

    /// <summary>Whether what is taken stands before what is held.</summary>
    public bool Contradicts(string held, string taken) => orders.Any(order =>
        order.TryGetValue(held, out var outer) && order.TryGetValue(taken, out var inner) && inner < outer);

    private static Dictionary<string, int> Positions(IEnumerable<string?> templates)
    {
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var template in templates)
        {
            var canonical = KeyTemplateParser.Parse(template).Canonical;
            if (!positions.ContainsKey(canonical))
            {
                positions.Add(canonical, positions.Count);
            }
        }

        return positions;
    }
}
