using DistributedLock.CodeModel.Problems;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Decorators;

/// <summary>Whether a decorator can lock a method of an interface.</summary>
internal static class ContractRules
{
    public static string? ReasonAgainst(IMethodSymbol method)
    {
        if (method.IsStatic)
        {
            return "it is static, and a decorator stands before an object: lock a static method of a class";
        }

        return method.IsAbstract ? null
            : "it has a body in the interface, which would call the other members past their locks: leave the body to a class";
    }

    /// <summary>Options that name members of a class, which an interface has none of.</summary>
    public static void CheckOptions(MethodContext context, DecoratorContext decorator)
    {
        foreach (var attribute in context.Attributes)
        {
            if (LockAttributeReader.Text(attribute, OptionNames.Core) is not null)
            {
                Report(context, attribute, OptionNames.Core, "the body of an interface's method is that of the class which implements it: remove Core");
            }

            if (LockAttributeReader.Text(attribute, OptionNames.Provider) is not null)
            {
                Report(
                    context, attribute, OptionNames.Provider,
                    $"the decorator of an interface gets its provider by its constructor: remove Provider, and name one where '{decorator.Name}' is registered");
            }
        }
    }

    private static void Report(MethodContext context, AttributeData attribute, string option, string message) =>
        context.Problems.Error(ProblemIds.OptionsContradict, ProblemTarget.Of(attribute, option), message);
}
