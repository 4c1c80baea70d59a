using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Awaiting;

/// <summary>
/// What becomes of a task in a member. Anything that may wait for it or keep it for somebody who does counts as a use: it is awaited, returned, passed to a method, stored
/// in a field or a collection, blocked on. What is left has been forgotten.
/// </summary>
internal sealed class TaskUses(MemberBody body)
{
    /// <param name="task">The operation whose value is the task.</param>
    /// <param name="within">Where a use of a local with the task counts; everywhere, where this is not given.</param>
    public bool IsForgotten(IOperation task, TextSpan? within = null) =>
        IsForgotten(task, within, new HashSet<ILocalSymbol>(SymbolEqualityComparer.Default));

    /// <summary>Whether a local's value is used somewhere besides this place.</summary>
    public bool IsUsedElsewhere(ILocalReferenceOperation place) =>
        body.ReferencesTo(place.Local).Any(reference =>
            reference != place && !IsWritten(reference) && !IsForgotten(reference, within: null, new HashSet<ILocalSymbol>(SymbolEqualityComparer.Default)));

    private bool IsForgotten(IOperation value, TextSpan? within, HashSet<ILocalSymbol> seen)
    {
        for (var current = value; ;)
        {
            switch (current.Parent)
            {
                case IExpressionStatementOperation or IInterpolationOperation or INameOfOperation:
                    return true;
                case IConversionOperation { OperatorMethod: null } conversion:
                    current = conversion;
                    break;
                case IConditionalAccessOperation access when access.WhenNotNull == current:
                    current = access;
                    break;
                case IConditionalOperation choice when choice.Condition != current:
                    current = choice;
                    break;
                case ICoalesceOperation coalesce:
                    current = coalesce;
                    break;
                case ISwitchExpressionArmOperation { Parent: { } choice } arm when arm.Value == current:
                    current = choice;
                    break;
                case IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } }:
                    return true;
                case IBinaryOperation binary:
                    return binary.Type?.SpecialType == SpecialType.System_String || binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;
                case ICompoundAssignmentOperation compound when compound.Value == current:
                    return compound.Type?.SpecialType == SpecialType.System_String;
                case ISimpleAssignmentOperation { Target: IDiscardOperation } discard:
                    current = discard;
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment when assignment.Value == current:
                    if (!IsForgotten(local, within, seen))
                    {
                        return false;
                    }

                    current = assignment;
                    break;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                    return !IsTaskOfHandleInUsing(local) && IsForgotten(local, within, seen);
                case IUsingOperation @using when @using.Resources == current:
                    return !IsTaskOfHandle(current.Type);
                case IInvocationOperation call when call.Instance == current:
                    if (!TaskMembers.PassesOn(call.TargetMethod))
                    {
                        return call.TargetMethod.Name is nameof(ToString) or nameof(GetHashCode) or nameof(GetType) or nameof(Equals);
                    }

                    if (IsTaskOfHandle(current.Type) && GivesTaskToContinuation(call))
                    {
                        return false;
                    }

                    current = call;
                    break;
                case ITranslatedQueryOperation query:
                    current = query;
                    break;
                case IReturnOperation returned when CallForTasksOf(returned) is { } call:
                    current = call;
                    break;
                case IArgumentOperation { Parent: IInvocationOperation call } argument:
                    if (call.Receiver() != current || !(TaskMembers.PassesOn(call.TargetMethod) || TaskMembers.Gathers(call.TargetMethod)))
                    {
                        return TaskMembers.WritesText(call.TargetMethod) && !body.Symbols.IsTask(argument.Parameter?.Type);
                    }

                    current = call;
                    break;
                default:
                    return PackedInto(current.Parent) is { } packed && TaskMembers.WritesText(packed.TargetMethod);
            }
        }
    }

    // `Task.Run(() => WorkAsync())`, `ids.Select(id => WorkAsync(id))`. An async lambda that returns a task gives one that nobody may see.
    private static IInvocationOperation? CallForTasksOf(IReturnOperation returned) =>
        Functions.RootOf(returned) is IAnonymousFunctionOperation { Symbol.IsAsync: false } lambda && lambda.CallWith() is { } call && TaskMembers.GivesTasksOf(call.TargetMethod)
            ? call
            : null;

    // A `params` argument stands in an array, or in a collection that this version of the compiler's model has no name for.
    private static IInvocationOperation? PackedInto(IOperation? package)
    {
        while (package is { IsImplicit: true } and not IArgumentOperation)
        {
            package = package.Parent;
        }

        return (package as IArgumentOperation)?.Parent as IInvocationOperation;
    }

    private bool IsForgotten(ILocalSymbol local, TextSpan? within, HashSet<ILocalSymbol> seen) =>
        !seen.Add(local)
        || body.ReferencesTo(local).All(reference =>
            IsWritten(reference) || within?.Contains(reference.Syntax.Span) == false || IsForgotten(reference, within, seen));

    private static bool IsWritten(ILocalReferenceOperation reference) => reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference;

    // `acquisition.ContinueWith(done => done.Result.Dispose())`: the continuation has the handle.
    private static bool GivesTaskToContinuation(IInvocationOperation call)
    {
        if (call.TargetMethod.Name != "ContinueWith" || call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 0)?.Value is not { } continuation)
        {
            return false;
        }

        return continuation is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }
            || (lambda.Symbol.Parameters.FirstOrDefault() is { } task
                && lambda.Body.Descendants().OfType<IParameterReferenceOperation>().Any(reference => SymbolEqualityComparer.Default.Equals(reference.Parameter, task)));
    }

    // `using` on the task of a handle has a rule of its own (DLK0104).
    private bool IsTaskOfHandleInUsing(ILocalSymbol local) => local.IsUsing && IsTaskOfHandle(local.Type);

    private bool IsTaskOfHandle(ITypeSymbol? type) => type is not null && body.Symbols.IsTask(type) && body.Handles.IsHandle(body.Symbols.ResultOf(type));
}
