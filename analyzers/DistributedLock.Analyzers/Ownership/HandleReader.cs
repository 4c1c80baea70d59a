using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>Reads what a statement of the flow graph does with the handle. What it does not know is <see cref="HandleEventKind.Moved"/>.</summary>
internal sealed class HandleReader(
    AcquiredHandle acquired, VariableTable variables, Func<ISymbol, bool> canFollow, LockSymbols symbols, HandleTypes handles)
{
    private static readonly List<HandleEvent> Nothing = [];

    /// <param name="statement">A statement, or the value that a block ends with.</param>
    /// <param name="holders">The variables that have the handle in them.</param>
    /// <param name="isFirst">Whether this is where the handle comes from: when a loop comes back to it, it gives another one.</param>
    public List<HandleEvent> Read(IOperation statement, ulong holders, bool isFirst)
    {
        List<HandleEvent>? events = null;
        foreach (var operation in statement.DescendantsAndSelf())
        {
            if (IsHandle(operation, holders, isFirst) && !IsWritten(operation))
            {
                Follow(operation, events ??= []);
            }
        }

        return events ?? Nothing;
    }

    /// <summary>The variables that a statement writes to.</summary>
    public ulong Written(IOperation statement)
    {
        var written = 0UL;
        foreach (var operation in statement.DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation or IParameterReferenceOperation && IsWritten(operation))
            {
                written |= variables.BitOf(operation);
            }
            else if (operation is ISimpleAssignmentOperation { Target: IFlowCaptureReferenceOperation target } && variables.Captured(target.Id) is { } captured)
            {
                written |= variables.BitOf(captured);
            }
        }

        return written;
    }

    /// <summary>Whether the value of an operation is the handle.</summary>
    public bool Yields(IOperation operation, ulong holders, bool isFirst) => operation switch
    {
        IConversionOperation conversion => Yields(conversion.Operand, holders, isFirst),
        ISimpleAssignmentOperation assignment => Yields(assignment.Value, holders, isFirst),
        IFieldReferenceOperation { Instance: { Type.IsTupleType: true } tuple } field => handles.IsHandle(field.Type) && Yields(tuple, holders, isFirst),
        _ => IsHandle(operation, holders, isFirst),
    };

    public bool IsOrigin(IOperation operation) => operation.Syntax == acquired.Value.Syntax && operation.Kind == acquired.Value.Kind;

    private bool IsHandle(IOperation operation, ulong holders, bool isFirst) =>
        (variables.BitOf(operation) & holders) != 0 || (isFirst && IsOrigin(operation));

    private static bool IsWritten(IOperation operation)
    {
        var target = operation;
        while (target.Parent is ITupleOperation or IDeclarationExpressionOperation or IConversionOperation)
        {
            target = target.Parent;
        }

        return target.Parent switch
        {
            ISimpleAssignmentOperation assignment => assignment.Target == target,
            IDeconstructionAssignmentOperation deconstruction => deconstruction.Target == target,
            _ => false,
        };
    }

    private void Follow(IOperation handle, List<HandleEvent> events)
    {
        if (AcquiredHandle.IsSaidToBeThere(handle.Syntax))
        {
            events.Add(new HandleEvent(HandleEventKind.SaidToBeThere, handle));
        }

        var place = -1;
        for (var value = handle; ;)
        {
            switch (value.Parent)
            {
                case null:
                    // Of a return, or of a declaration: the flow graph makes an assignment of it that is a statement by itself.
                    events.Add(new HandleEvent(HandleEventKind.Result, value));
                    return;
                case IConversionOperation { OperatorMethod: null }:
                    value = value.Parent;
                    continue;
                case IExpressionStatementOperation:
                    return;
                case IFlowCaptureOperation or IIsPatternOperation when place >= 0:
                    // A tuple that a pattern takes apart again: which name gets the handle is not followed.
                    events.Add(new HandleEvent(HandleEventKind.Moved, value, value.Parent));
                    return;
                case IFlowCaptureOperation capture:
                    events.Add(new HandleEvent(HandleEventKind.Copied, value, capture, variables.BitOf(capture.Id)));
                    return;
                case ISimpleAssignmentOperation { IsRef: false } assignment when assignment.Value == value:
                    Store(value, assignment.Target, events);
                    value = assignment;
                    continue;
                case IDeconstructionAssignmentOperation deconstruction when deconstruction.Value == value:
                    Deconstruct(value, deconstruction, place, events);
                    return;
                case ITupleOperation tuple when place < 0:
                    place = tuple.Elements.IndexOf(value);
                    value = tuple;
                    continue;
                case IFieldReferenceOperation field when value.Type is { IsTupleType: true } && handles.IsHandle(field.Type):
                    value = field;
                    continue;
                case IMemberReferenceOperation member and not IMethodReferenceOperation when member.Instance == value:
                    events.Add(new HandleEvent(HandleEventKind.Read, value, member));
                    return;
                case IInvocationOperation call when call.Instance == value:
                    events.Add(new HandleEvent(KindOf(call), value, call));
                    return;
                case IArgumentOperation argument:
                    events.Add(new HandleEvent(HandleEventKind.Passed, value, argument));
                    if (argument.Parent is IInvocationOperation asserting && HandleReceiver.IsHarmless(asserting) && handles.IsHandle(asserting.Type))
                    {
                        value = asserting;
                        continue;
                    }

                    return;
                case IIsPatternOperation pattern when pattern.Value == value:
                    events.Add(new HandleEvent(HandleEventKind.Compared, value, pattern));
                    Declare(value, pattern.Pattern, events);
                    return;
                case IIsNullOperation or IIsTypeOperation or IBinaryOperation:
                    events.Add(new HandleEvent(HandleEventKind.Compared, value, value.Parent));
                    return;
                case IInterpolationOperation or INameOfOperation or ITypeOfOperation:
                    return;
                default:
                    events.Add(new HandleEvent(HandleEventKind.Moved, value, value.Parent));
                    return;
            }
        }
    }

    private HandleEventKind KindOf(IInvocationOperation call) =>
        HandleReceiver.Releases(call.TargetMethod.Name) ? HandleEventKind.Released
        : HandleReceiver.GivesItBack(call.TargetMethod, symbols, handles) ? HandleEventKind.Moved
        : HandleEventKind.Read;

    private void Store(IOperation value, IOperation target, List<HandleEvent> events)
    {
        switch (target)
        {
            case IDiscardOperation:
                return;
            case IDeclarationExpressionOperation declaration:
                Store(value, declaration.Expression, events);
                return;
            case IConversionOperation conversion:
                Store(value, conversion.Operand, events);
                return;
            case IFlowCaptureReferenceOperation capture when variables.Captured(capture.Id) is { } captured and not IFlowCaptureReferenceOperation:
                Store(value, captured, events);
                return;
            case ILocalReferenceOperation local when canFollow(local.Local):
            case IParameterReferenceOperation parameter when canFollow(parameter.Parameter):
                events.Add(new HandleEvent(HandleEventKind.Copied, value, target, variables.BitOf(target)));
                return;
            case IFieldReferenceOperation { Field: var field }:
                events.Add(new HandleEvent(HandleEventKind.Stored, value, target, member: field));
                return;
            case IPropertyReferenceOperation { Property: { IsIndexer: false } property }:
                events.Add(new HandleEvent(HandleEventKind.Stored, value, target, member: property));
                return;
            default:
                events.Add(new HandleEvent(HandleEventKind.Moved, value, target));
                return;
        }
    }

    private void Deconstruct(IOperation value, IDeconstructionAssignmentOperation deconstruction, int place, List<HandleEvent> events)
    {
        var target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        if (target is not ITupleOperation { Elements: var elements })
        {
            events.Add(new HandleEvent(HandleEventKind.Moved, value, target));
            return;
        }

        for (var index = 0; index < elements.Length; index++)
        {
            if (index == place || (place < 0 && handles.IsHandle(elements[index].Type)))
            {
                Store(value, elements[index], events);
            }
        }
    }

    // x is { } y, x is not IHandle y: from here on y has it too.
    private void Declare(IOperation value, IPatternOperation pattern, List<HandleEvent> events)
    {
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                Declare(value, negated.Pattern, events);
                break;
            case IBinaryPatternOperation binary:
                Declare(value, binary.LeftPattern, events);
                Declare(value, binary.RightPattern, events);
                break;
            case IRecursivePatternOperation { DeclaredSymbol: { } symbol }:
                Copy(symbol);
                break;
            case IDeclarationPatternOperation { DeclaredSymbol: { } symbol }:
                Copy(symbol);
                break;
        }

        void Copy(ISymbol symbol) => events.Add(
            canFollow(symbol)
                ? new HandleEvent(HandleEventKind.Copied, value, pattern, variables.BitOf(symbol))
                : new HandleEvent(HandleEventKind.Moved, value, pattern));
    }
}
