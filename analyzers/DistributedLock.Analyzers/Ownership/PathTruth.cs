using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>What a condition says on a path on which the handle is there.</summary>
internal sealed class PathTruth(AcquiredHandle acquired, HandleReader reader, VariableTable variables)
{
    private readonly Dictionary<string, bool> _assumed = Assumed(acquired.Call);

    public bool? Of(IOperation condition, PathState state, bool isFirst)
    {
        switch (condition)
        {
            case { ConstantValue: { HasValue: true, Value: bool constant } }:
                return constant;
            case IConversionOperation conversion:
                return Of(conversion.Operand, state, isFirst);
            case ISimpleAssignmentOperation assignment:
                return Of(assignment.Value, state, isFirst);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return !Of(not.Operand, state, isFirst);
            case IIsNullOperation isNull when Yields(isNull.Operand):
                return false;
            case IIsPatternOperation pattern when Yields(pattern.Value):
                return Matches(pattern.Pattern);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison
                when (Yields(comparison.LeftOperand) && IsNull(comparison.RightOperand)) || (Yields(comparison.RightOperand) && IsNull(comparison.LeftOperand)):
                return comparison.OperatorKind == BinaryOperatorKind.NotEquals;
        }

        var variable = variables.BitOf(condition);
        return (state.IsTrue & variable) != 0 ? true
            : (state.IsFalse & variable) != 0 ? false
            : _assumed.TryGetValue(condition.Syntax.ToString(), out var assumed) ? assumed
            : null;

        bool Yields(IOperation operation) => reader.Yields(operation, state.Holders, isFirst);
    }

    private static bool IsNull(IOperation operation) =>
        operation is { ConstantValue: { HasValue: true, Value: null } } || (operation is IConversionOperation conversion && IsNull(conversion.Operand));

    private static bool? Matches(IPatternOperation pattern) => pattern switch
    {
        INegatedPatternOperation negated => !Matches(negated.Pattern),
        IConstantPatternOperation constant when IsNull(constant.Value) => false,
        IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true } recursive
            when recursive.PropertySubpatterns.All(static property => property.Pattern is IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true }) => IsOwnType(recursive),
        IDeclarationPatternOperation declaration => IsOwnType(declaration),
        ITypePatternOperation type => IsOwnType(type),
        IDiscardPatternOperation => true,
        _ => null,
    };

    private static bool? IsOwnType(IPatternOperation pattern) =>
        SymbolEqualityComparer.Default.Equals(pattern.InputType, pattern.NarrowedType) ? true : null;

    // if (x) { h = Acquire(); } ... if (x) { h.Dispose(); }: what the acquire stands under still holds when it is asked again.
    private static Dictionary<string, bool> Assumed(IOperation call)
    {
        var assumed = new Dictionary<string, bool>(StringComparer.Ordinal);
        for (var current = call; current.Parent is { } parent and not (IAnonymousFunctionOperation or ILocalFunctionOperation); current = parent)
        {
            if (parent is not IConditionalOperation conditional || conditional.Condition == current)
            {
                continue;
            }

            var (condition, holds) = (conditional.Condition, conditional.WhenTrue == current);
            while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
            {
                (condition, holds) = (not.Operand, !holds);
            }

            if (condition.DescendantsAndSelf().All(static operation => operation is not (IInvocationOperation or IAwaitOperation or IAssignmentOperation)))
            {
                assumed[condition.Syntax.ToString()] = holds;
            }
        }

        return assumed;
    }
}
