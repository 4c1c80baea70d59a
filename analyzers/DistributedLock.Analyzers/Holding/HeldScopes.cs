using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedLock.Analyzers.Awaiting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Holding;

/// <summary>
/// Answers whether a lock is certainly held at a place: inside a core or a job's body, inside a <c>using</c> of a handle, or between a statement that acquires into a local and the one that
/// releases it. A lambda or local function is its own world: nobody knows when it runs.
/// </summary>
internal sealed class HeldScopes(MemberBody body)
{
    // Asked from several places of one block, at once: each block and each handle is looked at once.
    private readonly ConcurrentDictionary<IOperation, ImmutableArray<IOperation>> _takers = new();
    private readonly ConcurrentDictionary<ILocalSymbol, ImmutableArray<ILocalReferenceOperation>> _releases = new(SymbolEqualityComparer.Default);

    /// <summary>The innermost scope around a place; <see langword="null"/> where no lock is known to be held.</summary>
    public HeldScope? At(IOperation place, CancellationToken cancellationToken)
    {
        if (OfHandleAt(place, out var isInMember) is { } scope)
        {
            return scope;
        }

        return isInMember && body.LockedMethods.AroundCallsOf(body.Method, cancellationToken) is { } locked ? HeldScope.OfCore(locked) : null;
    }

    /// <summary>The same without cores, which takes no reading of declarations.</summary>
    public HeldScope? OfHandleAt(IOperation place) => OfHandleAt(place, out _);

    private HeldScope? OfHandleAt(IOperation place, out bool isInMember)
    {
        isInMember = false;
        List<ILocalSymbol>? absent = null;
        for (var (inner, outer) = (place, place.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            switch (outer)
            {
                case IAnonymousFunctionOperation lambda when !RunsAtOnce(lambda):
                case ILocalFunctionOperation:
                    return null;
                case IConditionalOperation choice when NullTest(choice, inner) is { } missing:
                    (absent ??= []).Add(missing);
                    break;
                case IUsingOperation @using when @using.Body == inner && HandleIn(@using.Resources, absent, out var handle):
                    return HeldScope.OfUsing(inner.Syntax.Span, handle);
                case IBlockOperation block when InBlock(block, block.Operations, inner, place, absent) is { } scope:
                    return scope;
                case ISwitchCaseOperation section when InBlock(section, section.Body, inner, place, absent) is { } scope:
                    return scope;
            }
        }

        isInMember = true;
        return null;
    }

    // `items.ForEach(item => ...)` has run every lambda when it returns.
    private static bool RunsAtOnce(IAnonymousFunctionOperation lambda) => lambda.GivenTo() is { } method && LockstepCalls.RunTheirDelegates(method);

    private HeldScope? InBlock(IOperation block, ImmutableArray<IOperation> statements, IOperation statement, IOperation place, List<ILocalSymbol>? absent)
    {
        var start = statement.Syntax.SpanStart;
        var before = _takers.GetOrAdd(block, _ => Takers(statements));

        // The innermost is the last that begins before the place.
        for (var index = before.Length - 1; index >= 0; index--)
        {
            var taker = before[index];
            if (taker.Syntax.SpanStart >= start)
            {
                continue;
            }

            if (taker is IUsingDeclarationOperation declaration)
            {
                if (HandleIn(declaration.DeclarationGroup, absent, out var handle))
                {
                    return HeldScope.OfUsing(TextSpan.FromBounds(taker.Syntax.Span.End, block.Syntax.Span.End), handle);
                }
            }
            else if (AcquiredIn(taker) is { } local && absent?.Contains(local, SymbolEqualityComparer.Default) != true && UntilRelease(local, taker, place) is { } scope)
            {
                return scope;
            }
        }

        return null;
    }

    /// <summary>The statements that may begin to hold a lock: few, and mostly none.</summary>
    private ImmutableArray<IOperation> Takers(ImmutableArray<IOperation> statements) => statements
        .Where(statement => statement is IUsingDeclarationOperation declaration ? HandleIn(declaration.DeclarationGroup, absent: null, out _) : AcquiredIn(statement) is not null)
        .ToImmutableArray();

    private bool HandleIn(IOperation resources, List<ILocalSymbol>? absent, out ILocalSymbol? handle)
    {
        if (resources is IVariableDeclarationGroupOperation group)
        {
            foreach (var declarator in group.Declarations.SelectMany(static declaration => declaration.Declarators))
            {
                if ((body.Handles.IsHandle(declarator.Symbol.Type) || IsConfiguredHandle(declarator.Initializer?.Value)) && !IsAbsent(declarator.Symbol))
                {
                    handle = declarator.Symbol;
                    return true;
                }
            }

            handle = null;
            return false;
        }

        var resource = resources.WithoutConversions();
        handle = (resource as ILocalReferenceOperation)?.Local;
        return (body.Handles.IsHandle(resource.Type) || IsConfiguredHandle(resource)) && (handle is null || !IsAbsent(handle));

        bool IsAbsent(ILocalSymbol local) => absent?.Contains(local, SymbolEqualityComparer.Default) == true;
    }

    // `await using (handle.ConfigureAwait(false))`
    private bool IsConfiguredHandle(IOperation? resource) =>
        resource?.WithoutConversions() is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } call
        && call.Receiver() is { } receiver && body.Handles.IsHandle(receiver.WithoutConversions().Type);

    private ILocalSymbol? AcquiredIn(IOperation statement)
    {
        var (local, value) = statement switch
        {
            IVariableDeclarationGroupOperation group when OperationShapes.Declarator(group) is { Initializer.Value: var initial } declarator => (declarator.Symbol, initial),
            IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment } => (target.Local, assignment.Value),
            _ => (null, null),
        };
        return local is not null && value is not null && body.Handles.IsHandle(local.Type) && Unwrapped(value) is IInvocationOperation call && body.Symbols.IsAcquire(call, body.Handles)
            ? local
            : null;
    }

    private static IOperation Unwrapped(IOperation value)
    {
        for (; ;)
        {
            switch (value.WithoutConversions())
            {
                case IAwaitOperation awaited:
                    value = awaited.Operation;
                    break;
                case IInvocationOperation call when TaskMembers.PassesOn(call.TargetMethod) && call.Receiver() is { } receiver:
                    value = receiver;
                    break;
                case ICoalesceOperation coalesce:
                    value = coalesce.Value;
                    break;
                case var other:
                    return other;
            }
        }
    }

    private HeldScope? UntilRelease(ILocalSymbol handle, IOperation acquired, IOperation place)
    {
        var from = acquired.Syntax.Span.End;
        var at = place.Syntax.SpanStart;
        IOperation? release = null;
        foreach (var reference in _releases.GetOrAdd(handle, local => body.ReferencesTo(local).Where(IsRelease).ToImmutableArray()))
        {
            var position = reference.Syntax.SpanStart;
            if (position < from)
            {
                continue;
            }

            if (position < at)
            {
                // Released, on some way at least, before the place is reached.
                return null;
            }

            release ??= reference;
        }

        return release is null ? null : HeldScope.OfRelease(TextSpan.FromBounds(from, release.Syntax.SpanStart), handle, IsInFinallyOf(release, place));
    }

    private static bool IsRelease(ILocalReferenceOperation reference) =>
        (reference.Parent switch
        {
            IConversionOperation conversion => conversion.Parent,
            IConditionalAccessOperation access => access.WhenNotNull is IInvocationOperation { Instance: IConditionalAccessInstanceOperation } call ? call : null,
            var parent => parent,
        }) is IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync" or "Release" or "ReleaseAsync" };

    private static bool IsInFinallyOf(IOperation release, IOperation place)
    {
        for (var (inner, outer) = (release, release.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            if (outer is ITryOperation { Finally: { } final } protectedBlock && final == inner && protectedBlock.Body.Syntax.Span.Contains(place.Syntax.Span))
            {
                return true;
            }
        }

        return false;
    }

    // The local that is null in this branch of an `if`: nothing was acquired there.
    private static ILocalSymbol? NullTest(IConditionalOperation choice, IOperation branch)
    {
        if (branch == choice.Condition)
        {
            return null;
        }

        var (tested, whenNull) = choice.Condition switch
        {
            IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: not IConstantPatternOperation } } test => (test.Value, choice.WhenTrue),
            IIsPatternOperation test => (test.Value, choice.WhenFalse),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } test => (test.LeftOperand, choice.WhenTrue),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } test => (test.LeftOperand, choice.WhenFalse),
            _ => (null, null),
        };
        return branch == whenNull ? (tested?.WithoutConversions() as ILocalReferenceOperation)?.Local : null;
    }
}
