using DistributedLock.Analyzers.Order.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>
/// Where a handle is no longer known to be held: a test says that there is none, or something else has it and may release it. DLK0201 is an error, and an
/// error has to be certain.
/// </summary>
internal sealed partial class BodyScanner
{
    // What a name is asked for does not run.
    public override void VisitNameOf(INameOfOperation operation)
    {
    }

    // A jump may come here from behind a release.
    public override void VisitLabeled(ILabeledOperation operation)
    {
        _held.EndScope([]);
        base.VisitLabeled(operation);
    }

    public override void VisitLocalReference(ILocalReferenceOperation operation)
    {
        base.VisitLocalReference(operation);
        if (_held.Any && _held.Has(operation.Local) && (IsPassedOn(operation) || (_held.MayBeNull(operation.Local) && IsNoted(operation))))
        {
            _held.End(operation.Local);
        }
    }

    public override void VisitMethodReference(IMethodReferenceOperation operation)
    {
        base.VisitMethodReference(operation);
        _routine.Mentions.Add(Routine.SymbolOf(operation.Method));
        if (operation.Method.Name is "Dispose" or "DisposeAsync" or "DetachFromFlow" && HandleUse.LocalOf(operation.Instance) is { } local)
        {
            _held.End(local);
        }
    }

    public override void VisitCoalesce(ICoalesceOperation operation)
    {
        Visit(operation.Value);
        VisitWithout(() => VisitUnder(() => Visit(operation.WhenNull), operation.Value), handle => NullTest.Mentions(operation.Value, handle));
    }

    public override void VisitCoalesceAssignment(ICoalesceAssignmentOperation operation)
    {
        Visit(operation.Target);
        VisitWithout(() => VisitUnder(() => Visit(operation.Value), operation.Target), handle => NullTest.Mentions(operation.Target, handle));
    }

    public override void VisitBinaryOperator(IBinaryOperation operation)
    {
        if (operation.OperatorKind is not (BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr))
        {
            base.VisitBinaryOperator(operation);
            return;
        }

        var goesOn = operation.OperatorKind == BinaryOperatorKind.ConditionalAnd;
        Visit(operation.LeftOperand);
        VisitWithout(() => VisitUnder(() => Visit(operation.RightOperand), operation.LeftOperand), handle => NullTest.MayBeNullWhen(goesOn, operation.LeftOperand, handle));
    }

    public override void VisitSwitch(ISwitchOperation operation) =>
        VisitWithout(() => VisitUnder(() => base.VisitSwitch(operation), operation.Value), handle => NullTest.Mentions(operation.Value, handle));

    public override void VisitSwitchExpression(ISwitchExpressionOperation operation) =>
        VisitWithout(() => VisitUnder(() => base.VisitSwitchExpression(operation), operation.Value), handle => NullTest.Mentions(operation.Value, handle));

    public override void VisitWhileLoop(IWhileLoopOperation operation) => VisitWithout(
        () => VisitLoop(() => base.VisitWhileLoop(operation), mayBeSkipped: operation.ConditionIsTop && operation.Condition?.ConstantValue is not { HasValue: true, Value: true }),
        handle => IsNullIn(operation.Condition, handle));

    public override void VisitForLoop(IForLoopOperation operation) => VisitWithout(
        () => VisitLoop(() => base.VisitForLoop(operation), mayBeSkipped: operation.Condition is not (null or { ConstantValue: { HasValue: true, Value: true } })),
        handle => IsNullIn(operation.Condition, handle));

    // What is enumerated may be empty, but the enumeration itself runs.
    public override void VisitForEachLoop(IForEachLoopOperation operation)
    {
        Visit(operation.Collection);
        VisitLoop(() => Visit(operation.Body), mayBeSkipped: true);
    }

    public override void VisitCatchClause(ICatchClauseOperation operation) => VisitLoop(() => base.VisitCatchClause(operation), mayBeSkipped: true);

    public override void VisitConditionalAccess(IConditionalAccessOperation operation)
    {
        Visit(operation.Operation);
        VisitUnder(() => Visit(operation.WhenNotNull), operation.Operation);
    }

    public override void VisitBranch(IBranchOperation operation)
    {
        base.VisitBranch(operation);
        _conditions = _conditions.AfterJump();
    }

    /// <summary>Visits what runs only where a value is the one that is asked for.</summary>
    private void VisitUnder(Action visit, IOperation asked)
    {
        var conditions = _conditions;
        _conditions = conditions.And(Guards.In(asked), mayBeSkipped: true);
        visit();
        _conditions = conditions.AfterScope(_conditions);
    }

    private void VisitLoop(Action visit, bool mayBeSkipped)
    {
        var conditions = _conditions;
        _conditions = conditions.And([], mayBeSkipped);
        visit();
        _conditions = conditions.AfterLoop(_conditions);
    }

    private static bool IsNullIn(IOperation? condition, ILocalSymbol handle) => condition is not null && NullTest.MayBeNullWhen(true, condition, handle);

    private void VisitWithout(Action visit, Func<ILocalSymbol, bool> isNull)
    {
        var suspended = _held.Any ? _held.Suspend(isNull) : [];
        visit();
        _held.Resume(suspended);
    }

    /// <summary>Whether something else has the handle from here on, and may release it. What a call does with an argument is looked up there.</summary>
    private bool IsPassedOn(ILocalReferenceOperation reference)
    {
        var value = Unconverted(reference);
        return value.Parent switch
        {
            IInvocationOperation or IPropertyReferenceOperation or IMethodReferenceOperation or IConditionalAccessOperation or IArgumentOperation => false,
            IBinaryOperation or IIsTypeOperation or ICoalesceOperation or ICoalesceAssignmentOperation or ISwitchOperation or ISwitchExpressionOperation => false,
            IIsPatternOperation pattern => pattern.Pattern.DescendantsAndSelf().Any(part => NameIn(part) is ILocalSymbol other && _facts.IsDisposed(other)),
            IUsingOperation or IReturnOperation or IExpressionStatementOperation => false,
            IAssignmentOperation assignment => assignment.Target != value,
            _ => true,
        };
    }

    private static ISymbol? NameIn(IOperation pattern) => pattern switch
    {
        IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
        IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
        _ => null,
    };

    /// <summary>Whether the outcome of a test is kept for later (<c>var taken = handle is not null</c>) instead of deciding a branch.</summary>
    private static bool IsNoted(ILocalReferenceOperation reference)
    {
        var value = Unconverted(reference).Parent;
        if (value is not (IBinaryOperation or IIsPatternOperation or IIsTypeOperation))
        {
            return false;
        }

        while (value.Parent is IUnaryOperation or IBinaryOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent is not (IConditionalOperation or ILoopOperation or IReturnOperation);
    }

    private static IOperation Unconverted(IOperation operation)
    {
        while (operation.Parent is IConversionOperation or IParenthesizedOperation)
        {
            operation = operation.Parent;
        }

        return operation;
    }
}
