using System.Collections.Immutable;
using DistributedLock.Analyzers.Rules;
using DistributedLock.Analyzers.Symbols;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Cores;

/// <summary>Finds asynchronous cores and bodies of jobs that wait for something and take neither a token nor a handle, by which they would notice that the lock was lost. Thread-safe.</summary>
internal sealed class CoreTokens(LockSymbols symbols, LockedMethods locked)
{
    private const string TokenName = "cancellationToken";

    public void Analyze(OperationBlockAnalysisContext context)
    {
        // The signature of an override is not for its author to choose.
        if (context.OwningSymbol is not IMethodSymbol { IsOverride: false } core
            || core.Parameters.Any(static parameter => parameter.Type.IsCancellationToken())
            || locked.BodyOf(core, context.CancellationToken) is not { HasOwnToken: false, Model: { Return.Form: not ReturnForm.Synchronous } method } body
            || method.Core.TakesHandle
            || !context.OperationBlocks.Any(HasUseForToken))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            CoreRules.WithoutToken,
            core.Locations[0],
            ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Replacement, body.JobClass is null ? method.Token ?? TokenName : TokenName),
            core.Name,
            method.Token is null ? string.Empty
                : body.JobClass is null ? $", nor that the caller of '{body.Entry.Name}' canceled"
                : ", nor that its scheduler canceled it"));
    }

    /// <summary>Whether the body waits for anything that takes time. What ends at once could not be cut short.</summary>
    private bool HasUseForToken(IOperation block) => block.Descendants().Any(operation => operation switch
    {
        IForEachLoopOperation loop => loop.IsAsynchronous,
        IInvocationOperation call => TakesTime(call),
        IAwaitOperation { Operation: not IInvocationOperation and not IPropertyReferenceOperation { Property.Name: "CompletedTask" } } => true,
        _ => false,
    });

    private bool TakesTime(IInvocationOperation call) =>
        symbols.IsTask(call.TargetMethod.ReturnType)
        && !(symbols.IsTask(call.TargetMethod.ContainingType) && call.TargetMethod.Name is "FromResult" or "FromException" or "FromCanceled");
}
