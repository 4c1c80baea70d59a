using System.Collections.Immutable;
using DistributedLock.Analyzers.Order.Acquisitions;
using DistributedLock.Analyzers.Order.Values;
using DistributedLock.Analyzers.Ownership;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>Walks over a body once and writes down, for it and for each lambda and local function in it, what it does about locks.</summary>
internal sealed partial class BodyScanner : OperationWalker
{
    private readonly BodyFacts _facts;
    private readonly CancellationToken _cancellationToken;
    private readonly ValueReader _values;
    private readonly CallReader _calls;
    private readonly Dictionary<IInvocationOperation, IReadOnlyList<Acquisition>> _acquisitions = [];
    private readonly List<Routine> _routines = [];
    private readonly Stack<HeldLocks> _enclosing = new();
    private HeldLocks _held = new();
    private Routine _routine;
    private bool _isUsing;
    private Conditions _conditions = Conditions.None;

    private BodyScanner(IMethodSymbol method, ImmutableArray<IOperation> blocks, Compilation compilation, DeclaredLocks declared, CancellationToken cancellationToken)
    {
        _facts = new BodyFacts(blocks);
        _cancellationToken = cancellationToken;
        _values = new ValueReader(_facts);
        _calls = new CallReader(compilation, declared, _values, cancellationToken);
        _routine = new Routine(Routine.SymbolOf(method), blocks[0].Syntax.GetLocation());
    }

    /// <returns>The routines of a body, the body's own first. Those that do nothing about locks and call nothing are left out.</returns>
    public static IReadOnlyList<Routine> Scan(
        IMethodSymbol method, ImmutableArray<IOperation> blocks, Compilation compilation, DeclaredLocks declared, CancellationToken cancellationToken)
    {
        var scanner = new BodyScanner(method, blocks, compilation, declared, cancellationToken);
        scanner._routines.Add(scanner._routine);
        foreach (var block in blocks)
        {
            scanner.Visit(block);
        }

        return scanner._routines;
    }

    public override void VisitAnonymousFunction(IAnonymousFunctionOperation operation) => ScanInner(operation.Symbol, operation.Body);

    public override void VisitLocalFunction(ILocalFunctionOperation operation)
    {
        if (operation.Body is { } body)
        {
            ScanInner(operation.Symbol, body);
        }
    }

    public override void VisitInvocation(IInvocationOperation operation)
    {
        base.VisitInvocation(operation);
        if (AcquireCalls.IsAcquire(operation.TargetMethod))
        {
            var taken = AcquireCalls.Read(operation, _values);
            _acquisitions[operation] = taken;
            if (taken.Count > 0)
            {
                _routine.Steps.Add(new Step(operation.Syntax.GetLocation(), _held.Locks, taken) { Conditions = _conditions });
            }
        }
        else if (operation.TargetMethod.Name is "Dispose" or "DisposeAsync" or "DetachFromFlow" && HandleUse.LocalOf(operation) is { } local)
        {
            _held.End(local);
            foreach (var enclosing in _enclosing)
            {
                // Whenever the lambda runs: from here on it is no longer known that the lock is held.
                enclosing.End(local);
            }
        }
        else
        {
            EndGivenAway(operation.Arguments);
            var calls = _calls.Read(operation).ToList();
            if (calls.Count == 0)
            {
                _routine.Mentions.Add(Routine.SymbolOf(operation.TargetMethod));
            }

            AddCalls(calls, operation);
        }
    }

    public override void VisitObjectCreation(IObjectCreationOperation operation)
    {
        base.VisitObjectCreation(operation);
        EndGivenAway(operation.Arguments);
        AddCalls(_calls.Read(operation), operation);
    }

    public override void VisitPropertyReference(IPropertyReferenceOperation operation)
    {
        base.VisitPropertyReference(operation);
        AddCalls(_calls.Read(operation), operation);
    }

    public override void VisitBlock(IBlockOperation operation)
    {
        var (open, conditions) = (_held.Open, _conditions);
        base.VisitBlock(operation);
        _held.EndScope(open);
        _conditions = conditions.AfterScope(_conditions);
    }

    public override void VisitSwitchCase(ISwitchCaseOperation operation)
    {
        var open = _held.Open;
        base.VisitSwitchCase(operation);
        _held.EndScope(open);
    }

    public override void VisitUsing(IUsingOperation operation)
    {
        var open = _held.Open;
        VisitAsUsing(operation.Resources);
        if (HandleUse.CallIn(operation.Resources) is { } call && operation.Resources is not IVariableDeclarationGroupOperation)
        {
            Begin(null, call);
        }

        Visit(operation.Body);
        _held.EndScope(open);
        if (HandleUse.LocalOf(operation.Resources) is { } local)
        {
            _held.End(local);
        }
    }

    public override void VisitUsingDeclaration(IUsingDeclarationOperation operation) => VisitAsUsing(operation.DeclarationGroup);

    public override void VisitVariableDeclarator(IVariableDeclaratorOperation operation)
    {
        base.VisitVariableDeclarator(operation);
        if (HandleUse.CallIn(operation.GetVariableInitializer()?.Value) is { } call && _acquisitions.ContainsKey(call) && (_isUsing || _facts.IsDisposed(operation.Symbol)))
        {
            Begin(operation.Symbol, call);
        }
    }

    public override void VisitSimpleAssignment(ISimpleAssignmentOperation operation)
    {
        base.VisitSimpleAssignment(operation);
        if (operation.Target is ILocalReferenceOperation target)
        {
            _held.End(target.Local);
            if (HandleUse.CallIn(operation.Value) is { } call && _facts.IsDisposed(target.Local))
            {
                Begin(target.Local, call);
            }
        }
        else if (_held.Any && operation.Target is IMemberReferenceOperation && HandleUse.LocalOf(operation.Value) is { } stored)
        {
            _held.End(stored);
        }
    }

    public override void VisitReturn(IReturnOperation operation)
    {
        base.VisitReturn(operation);
        if (operation.Kind != OperationKind.YieldReturn)
        {
            _conditions = _conditions.AfterReturn();
        }

        if (_held.Any && operation.ReturnedValue is not IInvocationOperation && HandleUse.LocalOf(operation.ReturnedValue) is { } local)
        {
            _held.End(local);
        }
    }

    public override void VisitConditional(IConditionalOperation operation)
    {
        Visit(operation.Condition);
        VisitBranch(operation.WhenTrue, outcome: true, operation.Condition);
        VisitBranch(operation.WhenFalse, outcome: false, operation.Condition);
        if (operation.WhenFalse is null && Leaves(operation.WhenTrue))
        {
            // Whoever throws has refused to go on: what comes after is what is meant to run.
            _conditions = _conditions.And(Guards.In(operation.Condition), mayBeSkipped: !Throws(operation.WhenTrue));

            // What comes after is the other branch.
            _held.Suspend(handle => NullTest.MayBeNullWhen(false, operation.Condition, handle));
        }
    }

    private void VisitBranch(IOperation? branch, bool outcome, IOperation condition)
    {
        var suspended = _held.Any ? _held.Suspend(handle => NullTest.MayBeNullWhen(outcome, condition, handle)) : [];
        var open = _held.Open;
        VisitUnder(() => Visit(branch), condition);
        _held.EndScope(open);
        _held.Resume(suspended);
    }

    private static bool Leaves(IOperation branch) => LastOf(branch) is IReturnOperation or IBranchOperation || Throws(branch);

    private static bool Throws(IOperation branch) => LastOf(branch) is IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation };

    private static IOperation LastOf(IOperation branch) =>
        branch is IBlockOperation { Operations: { Length: > 0 } statements } ? LastOf(statements[statements.Length - 1]) : branch;

    private void ScanInner(IMethodSymbol symbol, IOperation body)
    {
        var (routine, held, isUsing, conditions) = (_routine, _held, _isUsing, _conditions);
        _routine = new Routine(Routine.SymbolOf(symbol), body.Syntax.GetLocation());
        _routines.Add(_routine);
        (_held, _isUsing, _conditions) = (new HeldLocks(), false, Conditions.None);
        _enclosing.Push(held);
        Visit(body);
        _enclosing.Pop();
        (_routine, _held, _isUsing, _conditions) = (routine, held, isUsing, conditions);
    }

    private void VisitAsUsing(IOperation resources)
    {
        var before = _isUsing;
        _isUsing = true;
        Visit(resources);
        _isUsing = before;
    }

    private void Begin(ILocalSymbol? local, IInvocationOperation call)
    {
        if (_acquisitions.TryGetValue(call, out var taken) && taken.Any(static one => !one.IsDetached) && (local is null || !_facts.IsInLocalFunction(local)))
        {
            _held.Begin(local, taken, mayBeNull: call.TargetMethod.Name.StartsWith("Try", StringComparison.Ordinal));
        }
    }

    private void AddCalls(IEnumerable<CallSite> calls, IOperation operation)
    {
        foreach (var call in calls)
        {
            _routine.Steps.Add(new Step(operation.Syntax.GetLocation(), _held.Locks, call) { Conditions = _conditions });
        }
    }

    private void EndGivenAway(ImmutableArray<IArgumentOperation> arguments)
    {
        if (!_held.Any)
        {
            return;
        }

        foreach (var argument in arguments)
        {
            if (HandleUse.LocalOf(argument.Value) is { } local && HandleReceiver.MayRelease(argument, _cancellationToken))
            {
                _held.End(local);
            }
        }
    }
}
