using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>
/// Walks every path through a function from the place where a handle comes from, as long as something has the handle. A path is known by the block it is
/// in, what is known there, and the <c>finally</c> blocks it is inside of: each combination is walked once, which keeps the work in bounds.
/// </summary>
internal abstract class HandlePaths(ControlFlowGraph graph, HandleReader reader, CancellationToken cancellationToken)
{
    // More than any function by hand; a generated one with more is left alone.
    private const int MostSteps = 20_000;

    private readonly Stack<(int Block, PathState State, FinallyExit? Exit)> _waiting = new();
    private readonly HashSet<(int Block, PathState State, FinallyExit? Exit)> _seen = [];

    protected ControlFlowGraph Graph { get; } = graph;

    protected HandleReader Reader { get; } = reader;

    protected CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Walks all paths. False where the handle's place was not found, or there were too many paths to say anything.</summary>
    protected bool Walk()
    {
        if (!WalkFirst())
        {
            return false;
        }

        for (var steps = 0; _waiting.Count > 0; steps++)
        {
            CancellationToken.ThrowIfCancellationRequested();
            if (steps == MostSteps)
            {
                return false;
            }

            var (block, state, exit) = _waiting.Pop();
            WalkBlock(Graph.Blocks[block], 0, state, exit, isFirst: false);
        }

        return true;
    }

    /// <summary>Goes over a statement, or over the value that decides how a block ends. False where the path ends there.</summary>
    protected abstract bool Pass(IOperation operation, BasicBlock block, FinallyExit? exit, ref PathState state, bool isFirst);

    /// <summary>Whether a condition is known to be true or false on this path.</summary>
    protected abstract bool? Truth(IOperation condition, PathState state, bool isFirst);

    /// <summary>The path leaves the function.</summary>
    protected abstract void Leave(bool byException);

    /// <summary>Whether a path may end with this <c>finally</c> block, because what matters is done in it.</summary>
    protected abstract bool EndsIn(ControlFlowRegion finallyRegion, PathState state);

    /// <summary>Follows an exception outward from a block.</summary>
    protected void Raise(BasicBlock block, PathState state, FinallyExit? exit) => Raise(block.EnclosingRegion, state, exit);

    private bool WalkFirst()
    {
        foreach (var block in Graph.Blocks)
        {
            for (var index = 0; index < block.Operations.Length; index++)
            {
                if (block.Operations[index].DescendantsAndSelf().Any(Reader.IsOrigin))
                {
                    return WalkReachable(block, index);
                }
            }

            if (block.BranchValue is { } value && value.DescendantsAndSelf().Any(Reader.IsOrigin))
            {
                return WalkReachable(block, block.Operations.Length);
            }
        }

        return false;
    }

    private bool WalkReachable(BasicBlock block, int index)
    {
        if (!block.IsReachable || IsInside(block.EnclosingRegion, ControlFlowRegionKind.Finally))
        {
            return false;
        }

        WalkBlock(block, index, default, exit: null, isFirst: true);
        return true;
    }

    private void WalkBlock(BasicBlock block, int index, PathState state, FinallyExit? exit, bool isFirst)
    {
        for (; index < block.Operations.Length; index++)
        {
            if (!Pass(block.Operations[index], block, exit, ref state, isFirst))
            {
                return;
            }

            isFirst = false;
        }

        if (block.BranchValue is { } value)
        {
            if (!Pass(value, block, exit, ref state, isFirst))
            {
                return;
            }

            if (block.ConditionalSuccessor is { } conditional)
            {
                var truth = Truth(value, state, isFirst);
                var jumpsWhen = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
                if (truth is null || truth == jumpsWhen)
                {
                    Jump(conditional, block, state, exit);
                }

                if (truth is not null && truth == jumpsWhen)
                {
                    return;
                }
            }
        }

        if (block.Kind == BasicBlockKind.Exit)
        {
            Leave(byException: false);
        }
        else if (block.FallThroughSuccessor is { } successor)
        {
            Jump(successor, block, state, exit);
        }
    }

    private void Jump(ControlFlowBranch branch, BasicBlock block, PathState state, FinallyExit? exit)
    {
        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return:
                Continue(branch, 0, state, exit);
                break;
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                Raise(block.EnclosingRegion, state, exit);
                break;
            case ControlFlowBranchSemantics.StructuredExceptionHandling when exit?.Jump is { } jump:
                Continue(jump, exit.Next, state, exit.Outer);
                break;
            case ControlFlowBranchSemantics.StructuredExceptionHandling when exit is not null:
                Raise(exit.Region.EnclosingRegion?.EnclosingRegion, state, exit.Outer);
                break;
        }
    }

    private void Continue(ControlFlowBranch jump, int next, PathState state, FinallyExit? outer)
    {
        if (next < jump.FinallyRegions.Length)
        {
            Enter(new FinallyExit(jump.FinallyRegions[next], jump, next + 1, outer), state);
        }
        else if (jump.Destination is { } destination)
        {
            Wait(destination.Ordinal, state, outer);
        }
    }

    private void Enter(FinallyExit exit, PathState state)
    {
        if (!EndsIn(exit.Region, state))
        {
            Wait(exit.Region.FirstBlockOrdinal, state, exit);
        }
    }

    private void Raise(ControlFlowRegion? from, PathState state, FinallyExit? exit)
    {
        for (var region = from; region is not null; region = Around(region))
        {
            if (region.Kind == ControlFlowRegionKind.Finally && exit is not null && exit.Region == region)
            {
                exit = exit.Outer;
            }

            if (region.Kind != ControlFlowRegionKind.Try || region.EnclosingRegion is not { } guarded)
            {
                continue;
            }

            if (guarded.Kind == ControlFlowRegionKind.TryAndFinally)
            {
                Enter(new FinallyExit(guarded.NestedRegions[1], jump: null, 0, exit), state);
                return;
            }

            foreach (var handler in guarded.NestedRegions.Skip(1))
            {
                Wait(handler.FirstBlockOrdinal, state, exit);
                if (CatchesAll(handler))
                {
                    return;
                }
            }
        }

        Leave(byException: true);
    }

    private static bool CatchesAll(ControlFlowRegion handler) =>
        handler.Kind == ControlFlowRegionKind.Catch
        && (handler.ExceptionType is null || handler.ExceptionType.SpecialType == SpecialType.System_Object
            || handler.ExceptionType is { Name: "Exception", ContainingNamespace.Name: "System" });

    /// <summary>Whether a region is inside one of a kind.</summary>
    /// <summary>
    /// The region around another one of the same graph. The root of a lambda's or local function's graph names the region in which the function stands: that
    /// one is of another graph, and so are its blocks.
    /// </summary>
    protected static ControlFlowRegion? Around(ControlFlowRegion region) => region.Kind == ControlFlowRegionKind.Root ? null : region.EnclosingRegion;

    protected static bool IsInside(ControlFlowRegion? region, params ControlFlowRegionKind[] kinds)
    {
        for (; region is not null; region = Around(region))
        {
            if (kinds.Contains(region.Kind))
            {
                return true;
            }
        }

        return false;
    }

    private void Wait(int block, PathState state, FinallyExit? exit)
    {
        if (_seen.Add((block, state, exit)))
        {
            _waiting.Push((block, state, exit));
        }
    }
}
