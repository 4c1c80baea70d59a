using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Transactions;

/// <summary>Whether one thing in a function can be followed by another that stands further down.</summary>
internal static class ControlPath
{
    /// <summary>No where the two are in different branches, and where what is around the first ends by leaving.</summary>
    public static bool LeadsFrom(IOperation first, IOperation later)
    {
        var aroundLater = new HashSet<IOperation>();
        for (var operation = later; operation is not null; operation = operation.Parent)
        {
            aroundLater.Add(operation);
        }

        for (var operation = first; operation is not null; operation = operation.Parent)
        {
            if (aroundLater.Contains(operation))
            {
                return operation is not (IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation);
            }

            if (operation is ICatchClauseOperation || (operation is IBlockOperation block && Leaves(block)) || (operation is ISwitchCaseOperation section && section.Body.Any(IsExit)))
            {
                return false;
            }
        }

        return false;
    }

    private static bool Leaves(IBlockOperation block) => block.Operations.Length > 0 && IsExit(block.Operations[block.Operations.Length - 1]);

    // The break at the end of a switch section leads to what follows the switch.
    private static bool IsExit(IOperation operation) =>
        operation is IReturnOperation or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }
        || (operation is IBranchOperation branch && branch.Parent is not ISwitchCaseOperation);
}
