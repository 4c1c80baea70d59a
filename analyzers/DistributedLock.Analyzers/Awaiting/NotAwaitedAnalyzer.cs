using System.Collections.Immutable;
using DistributedLock.Analyzers.Symbols;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Awaiting;

/// <summary>
/// Reports calls of locked methods and of acquiring methods whose task nobody waits for. CS4014 of the compiler sees one shape of this: the bare call in an async function.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NotAwaitedAnalyzer : MemberBodyAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(AwaitingRules.LockedMethodNotAwaited, AwaitingRules.AcquisitionNotAwaited, AwaitingRules.StreamNotEnumerated);

    private protected override void Register(OperationBlockStartAnalysisContext context, MemberBody body) =>
        context.RegisterOperationAction(operation => Analyze(operation, body), OperationKind.Invocation);

    /// <summary>The rule that a forgotten result of this call breaks; <see langword="null"/> where the call is no concern of this analyzer.</summary>
    internal static DiagnosticDescriptor? RuleFor(IInvocationOperation call, MemberBody body)
    {
        if (body.Symbols.IsTask(call.Type))
        {
            return LockSymbols.IsLockedMethod(call.TargetMethod) ? AwaitingRules.LockedMethodNotAwaited
                : body.Symbols.IsAcquire(call, body.Handles) ? AwaitingRules.AcquisitionNotAwaited
                : body.Tasks.IsForgotten(call) && body.LockedMethods.IsImplementedByLocked(call.TargetMethod) ? AwaitingRules.LockedMethodNotAwaited
                : null;
        }

        return call.Type.IsAsyncEnumerable() && LockSymbols.IsLockedMethod(call.TargetMethod) ? AwaitingRules.StreamNotEnumerated : null;
    }

    private static void Analyze(OperationAnalysisContext context, MemberBody body)
    {
        var call = (IInvocationOperation)context.Operation;
        if (RuleFor(call, body) is { } rule && body.Tasks.IsForgotten(call) && !IsExpectedToThrow(call))
        {
            context.ReportDiagnostic(Diagnostic.Create(rule, call.Whole().Syntax.GetLocation(), call.TargetMethod.Name));
        }
    }

    // `Assert.Throws<ArgumentException>(() => { _ = locks.AcquireAllAsync([]); })`: a test of what is thrown before there is a task.
    private static bool IsExpectedToThrow(IOperation call)
    {
        for (var outer = call.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IAnonymousFunctionOperation lambda)
            {
                return lambda.GivenTo()?.Name.StartsWith("Throws", StringComparison.Ordinal) == true;
            }
        }

        return false;
    }
}
