using System.Collections.Immutable;
using DistributedLock.Analyzers.Symbols;
using DistributedLock.CodeModel.Parsing;
using DistributedLock.CodeModel.Symbols;
using DistributedLock.CodeModel.Templates;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Cores;

/// <summary>Finds calls of core methods that do not come from their wrappers. Thread-safe.</summary>
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
            || WrapperOf(core, context.CancellationToken) is not { } wrapper
            || IsLockHeld(context, wrapper))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            CoreRules.CalledDirectly,
            CalledName.LocationOf(context.Operation),
            IsInFallback(context, wrapper) ? ImmutableDictionary<string, string?>.Empty : new WrapperCall(wrapper, locked.Parse(wrapper, context.CancellationToken)).Properties(context),
            core.Name,
            wrapper.Name));
    }

    /// <summary>A call of an override runs what its wrapper calls, too.</summary>
    private IMethodSymbol? WrapperOf(IMethodSymbol? core, CancellationToken cancellationToken)
    {
        for (; core is not null; core = core.OverriddenMethod)
        {
            if (locked.WrapperOf(core, cancellationToken) is { } wrapper)
            {
                return wrapper;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the lock may be held where the call is: in the core itself or another one of the same template (the wrapper would refuse to take the lock
    /// twice there), in a private method that only these call, or where a handle is at hand, whose key is not for us to compare.
    /// </summary>
    private bool IsLockHeld(OperationAnalysisContext context, IMethodSymbol wrapper)
    {
        if (context.ContainingSymbol is IMethodSymbol caller)
        {
            var ofCaller = WrapperOf(caller, context.CancellationToken);
            if (SymbolEqualityComparer.Default.Equals(MethodParts.Speaker(caller.OriginalDefinition), wrapper)
                || (ofCaller is not null && TemplatesOf(ofCaller).Intersect(TemplatesOf(wrapper), StringComparer.Ordinal).Any())
                || caller.Parameters.Any(IsHandle)
                || HeldHelper.IsCalledFrom(CoresUnderSameLock(wrapper, context.CancellationToken), caller, context.CancellationToken))
            {
                return true;
            }
        }

        return HasHandle(context.Operation);
    }

    /// <summary>The names of the cores that run under a lock of the wrapper's template.</summary>
    private ISet<string> CoresUnderSameLock(IMethodSymbol wrapper, CancellationToken cancellationToken)
    {
        var templates = TemplatesOf(wrapper).ToList();
        return new HashSet<string>(wrapper.ContainingType.GetMembers().OfType<IMethodSymbol>()
            .Where(method => LockSymbols.IsLockedMethod(method) && TemplatesOf(MethodParts.Speaker(method)).Intersect(templates, StringComparer.Ordinal).Any())
            .Select(method => locked.CoreOf(method, cancellationToken)?.Name)
            .OfType<string>());
    }

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

    private static bool IsInFallback(OperationAnalysisContext context, IMethodSymbol wrapper) => wrapper.GetAttributes()
        .Where(attribute => attribute.AttributeClass.IsLockAttribute())
        .Any(attribute => LockAttributeReader.Text(attribute, OptionNames.Fallback) == context.ContainingSymbol.Name);

    private static IEnumerable<string> TemplatesOf(IMethodSymbol wrapper) => wrapper.GetAttributes()
        .Where(attribute => attribute.AttributeClass.IsLockAttribute())
        .Select(LockAttributeReader.Key)
        .OfType<string>()
        .Select(template => KeyTemplateParser.Parse(template).Canonical);

    private static bool IsHandle(IParameterSymbol parameter) => parameter.Type.IsHandle() || parameter.Type.IsHandleList();
}
