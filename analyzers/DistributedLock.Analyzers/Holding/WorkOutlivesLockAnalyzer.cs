using System.Collections.Immutable;
using DistributedLock.Analyzers.Awaiting;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Holding;

/// <summary>
/// Reports work that is started under a lock and that nothing waits for before the release: forgotten tasks, <c>async void</c>, threads, queued work items.
/// Tasks of locked methods and acquisitions are left to DLK0101, which says more about them.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WorkOutlivesLockAnalyzer : MemberBodyAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(HoldingRules.WorkOutlivesLock);

    private protected override void Register(OperationBlockStartAnalysisContext context, MemberBody body)
    {
        var scopes = new HeldScopes(body);
        context.RegisterOperationAction(operation => AnalyzeCall(operation, body, scopes), OperationKind.Invocation);
        context.RegisterOperationAction(operation => AnalyzeLambda(operation, scopes), OperationKind.AnonymousFunction);
    }

    private static void AnalyzeCall(OperationAnalysisContext context, MemberBody body, HeldScopes scopes)
    {
        var call = (IInvocationOperation)context.Operation;
        if (MayOutlive(call, body)
            && scopes.At(call, context.CancellationToken) is { } scope
            && (IsWithoutTask(call.TargetMethod) ? !IsSignalledLater(call, body) : body.Tasks.IsForgotten(call, Within(scope))))
        {
            context.ReportDiagnostic(Diagnostic.Create(HoldingRules.WorkOutlivesLock, call.Whole().Syntax.GetLocation(), Name(call), scope.Lock));
        }
    }

    // Who writes the release as a statement, and the await behind it, has put them in this order on purpose.
    private static TextSpan? Within(HeldScope scope) => scope.Kind == HeldScopeKind.ReleasedLater ? null : scope.Span;

    // `items.ForEach(async item => ...)`: an async lambda where the callee expects nothing back.
    private static void AnalyzeLambda(OperationAnalysisContext context, HeldScopes scopes)
    {
        var lambda = (IAnonymousFunctionOperation)context.Operation;
        if (StartedWork.IsAsyncVoid(lambda.Symbol)
            && lambda.Parent is IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation call } }
            && LockstepCalls.RunTheirDelegates(call.TargetMethod)
            && scopes.At(call, context.CancellationToken) is { } scope)
        {
            context.ReportDiagnostic(Diagnostic.Create(HoldingRules.WorkOutlivesLock, lambda.Syntax.GetLocation(), "async void lambda", scope.Lock));
        }
    }

    private static bool MayOutlive(IInvocationOperation call, MemberBody body)
    {
        var method = call.TargetMethod;
        if (IsWithoutTask(method))
        {
            return !StartedWork.StartsThread(method) || IsOwnThread(call, body);
        }

        return body.Symbols.IsTask(call.Type)
            && StartedWork.IsRunningTask(call, body)
            && NotAwaitedAnalyzer.RuleFor(call, body) is null
            && !TaskMembers.PassesOn(method)
            && !IsDelay(method)
            && !IsRelease(call, body)
            && body.Tasks.IsForgotten(call, call.Syntax.Span); // cheap, and no more than a first answer: a local's uses are left out
    }

    private static bool IsWithoutTask(IMethodSymbol method) =>
        StartedWork.IsAsyncVoid(method) || StartedWork.QueuesToThreadPool(method) || StartedWork.StartsThread(method);

    // A delay does no work.
    private static bool IsDelay(IMethodSymbol method) => method.Name == "Delay" && method.ContainingType.IsPlainTask();

    // Releasing is not work under the lock; whether it is awaited is a question of its own.
    private static bool IsRelease(IInvocationOperation call, MemberBody body) =>
        call.TargetMethod.Name is "DisposeAsync" or "ReleaseAsync" && body.Handles.IsHandle(call.Instance?.WithoutConversions().Type ?? call.TargetMethod.ContainingType);

    // A thread in a field is somebody's to join, and so is one that was passed on.
    private static bool IsOwnThread(IInvocationOperation start, MemberBody body) => start.Instance?.WithoutConversions() switch
    {
        IObjectCreationOperation => true,
        ILocalReferenceOperation thread => body.ReferencesTo(thread.Local).All(static reference => reference.Parent
            is IPropertyReferenceOperation
            or IInvocationOperation { TargetMethod.Name: not "Join" }
            or ISimpleAssignmentOperation { Value: IObjectCreationOperation }),
        _ => false,
    };

    private static bool IsSignalledLater(IInvocationOperation start, MemberBody body) =>
        !StartedWork.IsAsyncVoid(start.TargetMethod)
        && body.Operations.OfType<IInvocationOperation>().Any(call => call.Syntax.SpanStart > start.Syntax.Span.End && StartedWork.WaitsForSignal(call.TargetMethod));

    private static string Name(IInvocationOperation call) =>
        StartedWork.StartsThread(call.TargetMethod) ? "Thread.Start"
        : call.TargetMethod.IsStatic ? $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}"
        : call.TargetMethod.Name;
}
