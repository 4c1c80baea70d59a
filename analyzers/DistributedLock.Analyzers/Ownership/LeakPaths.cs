using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>Looks for a path on which the handle is there and nobody releases it.</summary>
internal sealed class LeakPaths(
    ControlFlowGraph graph, AcquiredHandle acquired, HandleReader reader, VariableTable variables, LockSymbols symbols, HandleTypes handles, CancellationToken cancellationToken)
    : HandlePaths(graph, reader, cancellationToken)
{
    private readonly PathTruth _truth = new(acquired, reader, variables);
    private Leak? _leak;
    private bool _isReleasedSomewhere;
    private bool _leavesByException;
    private bool _leaves;

    /// <summary>The plainest way in which the handle gets lost; <see langword="null"/> where it does not, or where that cannot be known.</summary>
    public Leak? Find()
    {
        if (!Walk() || variables.IsFull)
        {
            return null;
        }

        return _leak
            ?? (_leaves ? new Leak(_isReleasedSomewhere ? LeakKind.NotOnEveryPath : LeakKind.NeverReleased)
            : _leavesByException ? new Leak(_isReleasedSomewhere ? LeakKind.NotOnException : LeakKind.NeverReleased)
            : null);
    }

    protected override bool Pass(IOperation operation, BasicBlock block, FinallyExit? exit, ref PathState state, bool isFirst)
    {
        var events = Reader.Read(operation, state.Holders, isFirst);
        var copies = 0UL;
        foreach (var happened in events)
        {
            if (EndsHere(happened, block) || IsSaidToBeNull(happened, state, isFirst))
            {
                _isReleasedSomewhere = true;
                return false;
            }

            if (happened.Kind == HandleEventKind.Stored && happened.By is { } target && happened.Member is { } member)
            {
                if (!HandleOwner.IsResponsible(target, member, symbols, CancellationToken))
                {
                    Report(new Leak(LeakKind.KeptByNobody, member));
                }

                return false;
            }

            copies |= happened.Variable;
        }

        if (!isFirst)
        {
            if (NeverReturns(operation))
            {
                return false;
            }

            if (!IsInside(block.EnclosingRegion, ControlFlowRegionKind.Finally, ControlFlowRegionKind.Catch, ControlFlowRegionKind.FilterAndHandler) && MayThrow(operation))
            {
                Raise(block, state, exit);
            }
        }

        return Carry(operation, copies, ref state, isFirst, events.Count > 0);
    }

    protected override bool? Truth(IOperation condition, PathState state, bool isFirst) => _truth.Of(condition, state, isFirst);

    protected override void Leave(bool byException)
    {
        _leavesByException |= byException;
        _leaves |= !byException;
    }

    // A finally block that releases under a condition of its own knows what it does.
    protected override bool EndsIn(ControlFlowRegion finallyRegion, PathState state)
    {
        for (var ordinal = finallyRegion.FirstBlockOrdinal; ordinal <= finallyRegion.LastBlockOrdinal; ordinal++)
        {
            var block = Graph.Blocks[ordinal];
            if (block.Operations.Any(operation => Reader.Read(operation, state.Holders, isFirst: false).Any(happened => EndsHere(happened, block)))
                || CopiesIn(block, state.Holders))
            {
                return _isReleasedSomewhere = true;
            }
        }

        return false;
    }

    // handle?.DisposeAsync() reads the handle into a variable of the compiler's first, and a pattern may give it another name.
    private bool CopiesIn(BasicBlock block, ulong holders)
    {
        var copies = 0UL;
        foreach (var operation in block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
        {
            foreach (var happened in Reader.Read(operation, holders, isFirst: false))
            {
                copies |= happened.Variable;
            }
        }

        if ((copies & ~holders) == 0)
        {
            return false;
        }

        for (var region = block.EnclosingRegion; region is not null; region = Around(region))
        {
            if (region.Kind != ControlFlowRegionKind.Finally)
            {
                continue;
            }

            for (var ordinal = block.Ordinal; ordinal <= region.LastBlockOrdinal; ordinal++)
            {
                var later = Graph.Blocks[ordinal];
                if (later.Operations.Any(operation => Reader.Read(operation, copies, isFirst: false).Any(happened => EndsHere(happened, later))))
                {
                    return true;
                }
            }

            return false;
        }

        return false;
    }

    private bool EndsHere(HandleEvent happened, BasicBlock block) => happened.Kind switch
    {
        HandleEventKind.Released or HandleEventKind.Moved => true,
        HandleEventKind.Result => block.ConditionalSuccessor is null && happened.Handle == block.BranchValue,
        HandleEventKind.Passed => happened.By is IArgumentOperation argument
            && HandleReceiver.Judge(argument, symbols, handles, CancellationToken) is Passing.TakesOver or Passing.DemandsNull,
        _ => false,
    };

    // Assert.True(handle is null): the path on which it is there ends in the test's failure.
    private bool IsSaidToBeNull(HandleEvent happened, PathState state, bool isFirst)
    {
        if (happened.Kind != HandleEventKind.Compared || happened.By is not { } test || HandleReceiver.Expected(test) is not { } expected)
        {
            return false;
        }

        return _truth.Of(test, state, isFirst) == !expected;
    }

    private bool Carry(IOperation operation, ulong copies, ref PathState state, bool isFirst, bool isUsed)
    {
        var written = isFirst || state.Holders != 0 ? Reader.Written(operation) : 0;
        var holders = (state.Holders & ~written) | copies;
        if ((state.Holders & written & ~copies) != 0 && (holders & ~variables.Captures) == 0)
        {
            Report(new Leak(LeakKind.Overwritten));
            return false;
        }

        if (isFirst && copies == 0)
        {
            Report(new Leak(LeakKind.ThrownAway));
            return false;
        }

        state = Learn(operation, state, isFirst, isUsed).WithHolders(holders);
        return true;
    }

    // var taken = handle is not null
    private PathState Learn(IOperation operation, PathState state, bool isFirst, bool isUsed)
    {
        var (target, value) = operation switch
        {
            IFlowCaptureOperation capture => (variables.BitOf(capture.Id), capture.Value),
            IExpressionStatementOperation { Operation: ISimpleAssignmentOperation assignment } => (variables.BitOf(assignment.Target), assignment.Value),
            ISimpleAssignmentOperation assignment => (variables.BitOf(assignment.Target), assignment.Value),
            _ => (0UL, operation),
        };
        return target != 0 && value.Type?.SpecialType == SpecialType.System_Boolean && (isUsed || state.IsTrue != 0 || state.IsFalse != 0 || value.ConstantValue.HasValue)
            ? state.WithTruth(target, _truth.Of(value, state, isFirst))
            : state;
    }

    private void Report(Leak leak)
    {
        if (_leak is null || leak.Kind < _leak.Kind)
        {
            _leak = leak;
        }
    }

    private bool MayThrow(IOperation statement)
    {
        foreach (var operation in statement.DescendantsAndSelf())
        {
            if (operation is IInvocationOperation call ? !HandleReceiver.IsHarmless(call) && !(call.TargetMethod.ReturnsVoid && handles.IsHandle(call.Instance?.Type))
                : operation is IAwaitOperation { IsImplicit: false, Operation: not IInvocationOperation } or IDynamicInvocationOperation or IReturnOperation { Kind: OperationKind.YieldReturn })
            {
                return true;
            }
        }

        return false;
    }

    private static bool NeverReturns(IOperation statement) => statement.DescendantsAndSelf().OfType<IInvocationOperation>().Any(
        static call => call.TargetMethod.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "DoesNotReturnAttribute")
            || call.TargetMethod is { Name: "Exit" or "FailFast", ContainingType.Name: "Environment" });
}
