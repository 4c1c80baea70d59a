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
                IParameterReferenceOperation parameter => Routine.ParameterOf(parameter.Parameter),
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

    /// <summary>Whether one of them may well mean that. Any other parameter does only where a recursion gives it a new value.</summary>
    public static bool MayTell(ISymbol guard) => guard is not IParameterSymbol { Type: var type }
        || type.SpecialType == SpecialType.System_Boolean || type.TypeKind == TypeKind.Enum || type.IsHandle();

    private static bool IsFlag(IOperation operation) => operation.Type?.SpecialType == SpecialType.System_Boolean;
}
