using DistributedLock.Analyzers.Order.Values;
using DistributedLock.CodeModel.Parsing.Jobs;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Acquisitions;

/// <summary>Finds the symbol that a wrapper's provider expression names.</summary>
internal static class DeclaredProvider
{
    /// <summary>What Hangfire's filter takes locks from: it is given to the filter, for all of a project's jobs.</summary>
    public static BoundValue OfFilter(IAssemblySymbol assembly) => BoundValue.Of(ValuePath.Of(
        Slot.Of(new HiddenMember(assembly.Name, "Hangfire", HangfireJobs.InstallingMethod, IsFixed: true, TypeName: null, ServiceKey: null), type: null)));

    /// <param name="method">The locked method, or the method by which a framework runs a job.</param>
    /// <param name="containing">The type whose members it sees.</param>
    /// <param name="expression">As the generator writes it; <see langword="null"/> in another assembly.</param>
    public static BoundValue Read(IMethodSymbol method, INamedTypeSymbol containing, string? expression)
    {
        if (expression is null)
        {
            // Whichever member it is, by convention it is the type's only one: the type stands for it.
            var type = containing.OriginalDefinition;
            return BoundValue.Of(method.IsStatic ? ValuePath.Of(type) : ValuePath.This.Then(type));
        }

        var dot = expression.LastIndexOf('.');
        var name = expression.Substring(dot + 1).TrimStart('@');
        if (dot < 0 && method.Parameters.FirstOrDefault(parameter => parameter.Name == name) is { } own)
        {
            return BoundValue.Of(ValuePath.Of(own));
        }

        for (var owner = containing; owner is not null; owner = owner.BaseType)
        {
            if (owner.GetMembers(name).FirstOrDefault(static member => member is IFieldSymbol or IPropertySymbol) is { } member)
            {
                var definition = member.OriginalDefinition;
                return BoundValue.Of(member.IsStatic ? ValuePath.Of(definition) : ValuePath.This.Then(definition));
            }
        }

        var captured = containing.InstanceConstructors.SelectMany(static constructor => constructor.Parameters)
            .FirstOrDefault(parameter => parameter.Name == name && !parameter.ContainingSymbol.IsImplicitlyDeclared);
        return captured is null ? BoundValue.Unknown : BoundValue.Of(ValuePath.This.Then(captured));
    }
}
