using DistributedLock.Analyzers.Order.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>What a condition says about a handle that may be null.</summary>
internal static class NullTest
{
    /// <summary>
    /// Whether the handle is, or may well be, null where the condition has a value. A condition that mentions the handle in a way not understood counts as
    /// such in both branches: nothing is then known to be held.
    /// </summary>
    public static bool MayBeNullWhen(bool outcome, IOperation condition, ILocalSymbol handle) => Mentions(condition, handle) && (Said(condition, handle) is not { } notNullWhen || notNullWhen != outcome);

    /// <summary>The outcome with which the handle is not null; <see langword="null"/> when that is not understood.</summary>
    private static bool? Said(IOperation condition, ILocalSymbol handle) => condition switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => Opposite(Said(not.Operand, handle)),
        IParenthesizedOperation parenthesized => Said(parenthesized.Operand, handle),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals when IsNullTest(equals, handle) => false,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } differs when IsNullTest(differs, handle) => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } and =>
            Said(and.LeftOperand, handle) == true || Said(and.RightOperand, handle) == true ? true : null,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } or =>
            Said(or.LeftOperand, handle) == false || Said(or.RightOperand, handle) == false ? false : null,
        IIsPatternOperation pattern when IsHandle(pattern.Value, handle) => Said(pattern.Pattern),
        IIsTypeOperation test when IsHandle(test.ValueOperand, handle) => true,
        _ => null,
    };

    private static bool? Said(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation { Value: var value } when IsNull(value) => false,
        INegatedPatternOperation negated => Opposite(Said(negated.Pattern)),
        IRecursivePatternOperation or ITypePatternOperation => true,
        IDeclarationPatternOperation { MatchesNull: false } => true,
        _ => null,
    };

    private static bool? Opposite(bool? said) => said is null ? null : !said;

    private static bool IsNullTest(IBinaryOperation test, ILocalSymbol handle) =>
        (IsHandle(test.LeftOperand, handle) && IsNull(test.RightOperand)) || (IsNull(test.LeftOperand) && IsHandle(test.RightOperand, handle));

    private static bool IsNull(IOperation operation) => operation switch
    {
        IConversionOperation conversion => IsNull(conversion.Operand),
        IDefaultValueOperation => true,
        _ => operation.ConstantValue is { HasValue: true, Value: null },
    };

    private static bool IsHandle(IOperation operation, ILocalSymbol handle) =>
        SymbolEqualityComparer.Default.Equals(HandleUse.LocalOf(operation), handle) && operation is not IInvocationOperation;

    public static bool Mentions(IOperation condition, ILocalSymbol handle) => condition.DescendantsAndSelf()
        .Any(operation => operation is ILocalReferenceOperation local && SymbolEqualityComparer.Default.Equals(local.Local, handle));
}
