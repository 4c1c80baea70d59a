using DistributedLock.Analyzers.Order.Values;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Acquisitions;

/// <summary>Finds the symbol that a wrapper's provider expression names.</summary>
internal static class DeclaredProvider
{
    /// <param name="method">The locked method.</param>
    /// <param name="expression">As the generator writes it; <see langword="null"/> in another assembly.</param>
    public static BoundValue Read(IMethodSymbol method, string? expression)
    {
        if (expression is null)
        {
            // Whichever member it is, by convention it is the type's only one: the type stands for it.
            var type = method.ContainingType.OriginalDefinition;
            return BoundValue.Of(method.IsStatic ? ValuePath.Of(type) : ValuePath.This.Then(type));
        }

        var dot = expression.LastIndexOf('.');
        var name = expression.Substring(dot + 1).TrimStart('@');
        if (dot < 0 && method.Parameters.FirstOrDefault(parameter => parameter.Name == name) is { } own)
        {
            return BoundValue.Of(ValuePath.Of(own));
        }

        for (var owner = method.ContainingType; owner is not null; owner = owner.BaseType)
        {
            if (owner.GetMembers(name).FirstOrDefault(static member => member is IFieldSymbol or IPropertySymbol) is { } member)
            {
                var definition = member.OriginalDefinition;
                return BoundValue.Of(member.IsStatic ? ValuePath.Of(definition) : ValuePath.This.Then(definition));
            }
        }

        var captured = method.ContainingType.InstanceConstructors.SelectMany(static constructor => constructor.Parameters)
            .FirstOrDefault(parameter => parameter.Name == name && !parameter.ContainingSymbol.IsImplicitlyDeclared);
        return captured is null ? BoundValue.Unknown : BoundValue.Of(ValuePath.This.Then(captured));
    }
}
