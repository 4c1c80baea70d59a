using System.Collections.Immutable;
using DistributedLock.Analyzers.Awaiting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Holding;

/// <summary>Reports a running task that is returned out of a <c>using</c>, or a <c>try</c> with <c>finally</c>, that releases the lock on the way out.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskLeavesUsingAnalyzer : MemberBodyAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(HoldingRules.TaskLeavesUsing);

    private protected override void Register(OperationBlockStartAnalysisContext context, MemberBody body)
    {
        var scopes = new HeldScopes(body);
        context.RegisterOperationAction(operation => Analyze(operation, body, scopes), OperationKind.Return);
    }

    private static void Analyze(OperationAnalysisContext context, MemberBody body, HeldScopes scopes)
    {
        // An async function that returns a task of a task hands the inner one out on purpose.
        if (((IReturnOperation)context.Operation).ReturnedValue?.WithoutConversions() is { } value
            && body.Symbols.IsTask(value.Type)
            && body.FunctionOf(value) is { IsAsync: false }
            && scopes.OfHandleAt(value) is { Kind: HeldScopeKind.Using or HeldScopeKind.ReleasedFinally } scope
            && IsRunning(value, body, scope.Span))
        {
            context.ReportDiagnostic(Diagnostic.Create(HoldingRules.TaskLeavesUsing, value.Syntax.GetLocation(), scope.Lock));
        }
    }

    // Whether the task's work was started here. A task from a field, a parameter or a cache may have been started by anybody, at any time.
    private static bool IsRunning(IOperation value, MemberBody body, TextSpan? scope) => value.WithoutConversions() switch
    {
        IInvocationOperation call => IsRunning(call, body, scope),
        IConditionalAccessOperation access => IsRunning(access.WhenNotNull, body, scope),
        IConditionalOperation choice => IsRunning(choice.WhenTrue, body, scope) || (choice.WhenFalse is { } other && IsRunning(other, body, scope)),
        ICoalesceOperation coalesce => IsRunning(coalesce.Value, body, scope) || IsRunning(coalesce.WhenNull, body, scope),
        ISwitchExpressionOperation choice => choice.Arms.Any(arm => IsRunning(arm.Value, body, scope)),
        ILocalReferenceOperation local => IsRunningLocal(local, body, scope),
        _ => false,
    };

    private static bool IsRunning(IInvocationOperation call, MemberBody body, TextSpan? scope) =>
        TaskMembers.PassesOn(call.TargetMethod) && call.TargetMethod.Name != "ContinueWith" && call.Receiver() is { } receiver
            ? IsRunning(receiver, body, scope)
            : StartedWork.IsRunningTask(call, body);

    private static bool IsRunningLocal(ILocalReferenceOperation local, MemberBody body, TextSpan? scope)
    {
        var assigned = body.ReferencesTo(local.Local)
            .Where(static reference => reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference)
            .Select(static reference => ((ISimpleAssignmentOperation)reference.Parent!).Value)
            .ToList();
        if (Declarator(local.Local, body)?.Initializer is { } initializer)
        {
            assigned.Add(initializer.Value);
        }

        // With several values nobody knows which one is returned; with other uses it may have been waited for.
        return assigned.Count == 1
            && scope?.Contains(assigned[0].Syntax.Span) == true
            && assigned[0].WithoutConversions() is IInvocationOperation call
            && IsRunning(call, body, scope)
            && !body.Tasks.IsUsedElsewhere(local);
    }

    private static IVariableDeclaratorOperation? Declarator(ILocalSymbol local, MemberBody body) =>
        body.Operations.OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local));
}
