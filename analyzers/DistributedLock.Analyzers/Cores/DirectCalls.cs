using System.Collections.Immutable;
using DistributedLock.Analyzers.Ownership;
using DistributedLock.Analyzers.Symbols;
using DistributedLock.CodeModel.Parsing;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Cores;

/// <summary>
/// Finds calls of core methods that do not come from their wrappers, and of the bodies of locked jobs that do not come from their framework. A test that calls a
/// job's body means to. Thread-safe.
/// </summary>
internal sealed class DirectCalls(LockSymbols symbols, LockedMethods locked)
{
    public void Analyze(OperationAnalysisContext context)
    {
        var core = context.Operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IMethodReferenceOperation { Parent: not INameOfOperation } reference => reference.Method,
            _ => null,
        };
        if (core is null
            || !SymbolEqualityComparer.Default.Equals(core.ContainingAssembly, context.Compilation.Assembly)
            || locked.AroundCallsOf(core, context.CancellationToken) is not { IsTakenByFilter: false } body
            || IsLockHeld(context, body)
            || (body.JobClass is not null && TestMethod.Is(context.ContainingSymbol)))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            CoreRules.CalledDirectly, CalledName.LocationOf(context.Operation), PropertiesFor(context, body), core.Name, body.EntryName));
    }

    /// <summary>For the fix. What runs a job is behind an interface, and gets arguments that a caller may not have.</summary>
    private ImmutableDictionary<string, string?> PropertiesFor(OperationAnalysisContext context, LockedBody body) => body.JobClass is not null || IsInFallback(context, body)
        ? ImmutableDictionary<string, string?>.Empty
        : new WrapperCall(body.Entry, locked.Parse(body.Entry, context.CancellationToken)).Properties(context);

    /// <summary>
    /// Whether the lock may be held where the call is: in the core itself or another one of the same template (the wrapper would refuse to take the lock
    /// twice there), in a private method that only these call, or where a handle is at hand, whose key is not for us to compare.
    /// </summary>
    private bool IsLockHeld(OperationAnalysisContext context, LockedBody body)
    {
        if (context.ContainingSymbol is IMethodSymbol caller)
        {
            if (SymbolEqualityComparer.Default.Equals(MethodParts.Speaker(caller.OriginalDefinition), body.Entry)
                || locked.AroundCallsOf(caller, context.CancellationToken)?.Templates.Intersect(body.Templates, StringComparer.Ordinal).Any() == true
                || caller.Parameters.Any(IsHandle)
                || HeldHelper.IsCalledFrom(BodiesUnderSameLock(body, context.CancellationToken), caller, context.CancellationToken))
            {
                return true;
            }
        }

        return HasHandle(context.Operation);
    }

    /// <summary>The names of the bodies beside this one that run under a lock of the same template.</summary>
    private ISet<string> BodiesUnderSameLock(LockedBody body, CancellationToken cancellationToken) => new HashSet<string>(
        locked.In(body.JobClass ?? body.Entry.ContainingType, cancellationToken)
            .Where(other => other.Templates.Intersect(body.Templates, StringComparer.Ordinal).Any())
            .Select(static other => other.Method.Name),
        StringComparer.Ordinal);

    private bool HasHandle(IOperation operation)
    {
        var handles = symbols.HandleTypesIn(operation.Syntax.SyntaxTree);
        var root = operation;
        for (; root.Parent is not null; root = root.Parent)
        {
            if (root is IAnonymousFunctionOperation lambda && lambda.Symbol.Parameters.Any(IsHandle))
            {
                return true;
            }
        }

        return root.DescendantsAndSelf().Any(candidate => candidate is IInvocationOperation call && symbols.IsAcquire(call, handles));
    }

    private static bool IsInFallback(OperationAnalysisContext context, LockedBody body) =>
        body.Attributes.Any(attribute => LockAttributeReader.Text(attribute, OptionNames.Fallback) == context.ContainingSymbol.Name);

    private static bool IsHandle(IParameterSymbol parameter) => parameter.Type.IsHandle() || parameter.Type.IsHandleList();
}
