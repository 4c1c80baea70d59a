using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>
/// What a condition asks that may well mean "is the lock held already?": a flag, or a handle that a caller may have given. Code under it takes the lock only
/// where it is not.
/// </summary>
internal static class Guards
{
    public static IEnumerable<ISymbol> In(IOperation condition)
    {
        foreach (var operation in condition.DescendantsAndSelf())
        {
            ISymbol? symbol = operation switch
            {
                IParameterReferenceOperation parameter when IsFlag(parameter) || parameter.Type.IsHandle() => Routine.ParameterOf(parameter.Parameter),
                ILocalReferenceOperation local when IsFlag(local) => local.Local,
                IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member and (IFieldReferenceOperation or IPropertyReferenceOperation)
                    when IsFlag(member) || member.Type.IsHandle() => member.Member,
                _ => null,
            };
            if (symbol is not null)
            {
                yield return symbol;
            }
        }
    }

    private static bool IsFlag(IOperation operation) => operation.Type?.SpecialType == SpecialType.System_Boolean;
}
