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
        var ended = new EndedTasks(body);
        context.RegisterOperationAction(operation => AnalyzeCall(operation, body, scopes, ended), OperationKind.Invocation, OperationKind.PropertyReference);
        context.RegisterOperationAction(operation => AnalyzeUsing(operation, body), OperationKind.Using, OperationKind.UsingDeclaration);
    }

    private static void AnalyzeCall(OperationAnalysisContext context, MemberBody body, HeldScopes scopes, EndedTasks ended)
    {
        if (BlockingCall.Of(context.Operation) is { } blocking
            && scopes.At(context.Operation, context.CancellationToken) is { } scope
            && (CouldAwait(context.Operation, body) || scope.Body?.IsAwaited == true)
            && !(blocking.Task is { } task && ended.HasEnded(task.WithoutConversions())))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                HoldingRules.Blocked, context.Operation.Whole().Syntax.GetLocation(), blocking.Name, scope.Lock, blocking.Advice));
        }
    }

    private static bool CouldAwait(IOperation operation, MemberBody body) =>
        body.FunctionOf(operation) is { } function && (function.IsAsync || body.Symbols.IsTask(function.ReturnType));

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
