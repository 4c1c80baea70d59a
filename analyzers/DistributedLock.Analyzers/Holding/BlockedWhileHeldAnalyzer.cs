using System.Collections.Immutable;
using DistributedLock.Analyzers.Awaiting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Holding;

/// <summary>
/// Reports blocking calls under a lock where awaiting is possible: in functions that are async, or return a task and could be. In synchronous code blocking is
/// what the caller asked for.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockedWhileHeldAnalyzer : MemberBodyAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(HoldingRules.Blocked, HoldingRules.UsingInsteadOfAwaitUsing);

    private protected override void Register(OperationBlockStartAnalysisContext context, MemberBody body)
    {
        var scopes = new HeldScopes(body);
        context.RegisterOperationAction(operation => AnalyzeCall(operation, body, scopes), OperationKind.Invocation, OperationKind.PropertyReference);
        context.RegisterOperationAction(operation => AnalyzeUsing(operation, body), OperationKind.Using, OperationKind.UsingDeclaration);
    }

    private static void AnalyzeCall(OperationAnalysisContext context, MemberBody body, HeldScopes scopes)
    {
        if (BlockingCall.Of(context.Operation) is { } blocking
            && scopes.At(context.Operation, context.CancellationToken) is { } scope
            && (CouldAwait(context.Operation, body) || scope.IsCoreOfAsyncWrapper)
            && !(blocking.Task is { } task && HasEnded(task.WithoutConversions(), body)))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                HoldingRules.Blocked, context.Operation.Whole().Syntax.GetLocation(), blocking.Name, scope.Lock, blocking.Advice));
        }
    }

    private static bool CouldAwait(IOperation operation, MemberBody body) =>
        body.FunctionOf(operation) is { } function && (function.IsAsync || body.Symbols.IsTask(function.ReturnType));

    // `.Result` after `await Task.WhenAll(...)`, or after a look at IsCompleted, does not block. Where the task came out of a collection, any such wait may have been for it.
    private static bool HasEnded(IOperation task, MemberBody body)
    {
        var before = task.Syntax.SpanStart;
        return task switch
        {
            IInvocationOperation call => TaskMembers.IsCompleted(call.TargetMethod),
            ILocalReferenceOperation local => body.ReferencesTo(local.Local).Any(reference => reference.Syntax.SpanStart < before && WaitsOrLooks(reference))
                || (local.Local.IsForEach && body.Operations.Any(candidate => candidate.Syntax.SpanStart < before && IsWaitForSeveral(candidate))),
            IParameterReferenceOperation parameter => body.Operations.OfType<IParameterReferenceOperation>().Any(reference =>
                reference.Syntax.SpanStart < before && SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter.Parameter) && WaitsOrLooks(reference)),
            _ => body.Operations.Any(candidate => candidate.Syntax.SpanStart < before && (candidate is IAwaitOperation || IsWaitForSeveral(candidate))),
        };
    }

    private static bool WaitsOrLooks(IOperation reference)
    {
        for (var (inner, outer) = (reference, reference.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            switch (outer)
            {
                case IAwaitOperation:
                case IPropertyReferenceOperation { Property.Name: var name } when name.StartsWith("IsCompleted", StringComparison.Ordinal) || name is "Status" or "IsFaulted" or "IsCanceled":
                case IInvocationOperation call when IsWaitForSeveral(call) || call.TargetMethod.Name is "Wait" or "GetAwaiter":
                    return true;
                case IConversionOperation or IArgumentOperation or IArrayInitializerOperation or IArrayCreationOperation or IBinaryOperation:
                    break;
                case IInvocationOperation { TargetMethod: var method } when TaskMembers.PassesOn(method):
                    break;
                default:
                    // A collection expression is not an operation that this version of the compiler's model names.
                    if (outer.Kind != OperationKind.None && !IsCollection(outer))
                    {
                        return false;
                    }

                    break;
            }
        }

        return false;
    }

    private static bool IsCollection(IOperation operation) => operation.Syntax is CollectionExpressionSyntax;

    private static bool IsWaitForSeveral(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.Name: "WhenAll" or "WhenAny" or "WaitAll" or "WhenEach" };

    private static void AnalyzeUsing(OperationAnalysisContext context, MemberBody body)
    {
        var (isAsynchronous, resources) = context.Operation switch
        {
            IUsingOperation statement => (statement.IsAsynchronous, statement.Resources),
            IUsingDeclarationOperation declaration => (declaration.IsAsynchronous, declaration.DeclarationGroup),
            _ => (true, context.Operation),
        };
        if (!isAsynchronous
            && body.FunctionOf(context.Operation) is { IsAsync: true }
            && AcquiredHandle(resources, body) is var (handle, local)
            && body.Symbols.AsyncDisposable is { } asyncDisposable
            && handle.AllInterfaces.Contains(asyncDisposable, SymbolEqualityComparer.Default)
            && UsingKeyword(context.Operation.Syntax) is { } keyword
            && !IsInLockStatement(context.Operation.Syntax))
        {
            context.ReportDiagnostic(Diagnostic.Create(HoldingRules.UsingInsteadOfAwaitUsing, keyword.GetLocation(), local is null ? "of this 'using'" : $"'{local.Name}'"));
        }
    }

    // Only a handle that was awaited: who acquires synchronously in an async function has taken a decision, or has no other way.
    private static (ITypeSymbol Handle, ILocalSymbol? Local)? AcquiredHandle(IOperation resources, MemberBody body)
    {
        if (resources is IVariableDeclarationGroupOperation group)
        {
            return OperationShapes.Declarator(group) is { Initializer.Value: var value } declarator && IsAwaited(value) && body.Handles.IsHandle(declarator.Symbol.Type)
                ? (declarator.Symbol.Type, declarator.Symbol)
                : null;
        }

        return IsAwaited(resources) && resources.WithoutConversions().Type is { } type && body.Handles.IsHandle(type) ? (type, null) : null;
    }

    private static bool IsAwaited(IOperation value) => value.WithoutConversions() switch
    {
        IAwaitOperation => true,
        ICoalesceOperation coalesce => IsAwaited(coalesce.Value),
        _ => false,
    };

    private static SyntaxToken? UsingKeyword(SyntaxNode syntax) => syntax switch
    {
        UsingStatementSyntax statement => statement.UsingKeyword,
        LocalDeclarationStatementSyntax declaration => declaration.UsingKeyword,
        _ => null,
    };

    private static bool IsInLockStatement(SyntaxNode syntax) => syntax.Ancestors().Any(static ancestor => ancestor is LockStatementSyntax);
}
