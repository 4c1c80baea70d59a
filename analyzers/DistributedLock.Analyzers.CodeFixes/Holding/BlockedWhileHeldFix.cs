using System.Collections.Immutable;
using DistributedLock.Analyzers.CodeFixes.Awaiting;
using DistributedLock.Analyzers.CodeFixes.Editing;
using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Holding;

/// <summary>Awaits what was waited for by blocking, or writes <c>await using</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockedWhileHeldFix))]
public sealed class BlockedWhileHeldFix : AwaitFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.BlockedWhileHeld);

    private protected override string Title(SyntaxNode target) => target is StatementSyntax ? "Write await using" : "Await instead of blocking";

    private protected override SyntaxNode? Mend(SyntaxNode root, SyntaxNode target, SemanticModel model, CancellationToken cancellationToken)
    {
        if (target is StatementSyntax statement)
        {
            return Language.HasAwaitUsing(root.SyntaxTree) ? root.ReplaceNode(statement, AwaitUsing.Of(statement)) : null;
        }

        return (target as ExpressionSyntax ?? (target as ArgumentSyntax)?.Expression) is { } blocking
            && Awaitable(blocking, model, cancellationToken) is { } task
            && AsyncFunction.Around(blocking, model, cancellationToken) is { } function
            ? function.Rewrite(root, blocking, AwaitText.AwaitInside(AwaitText.WithoutAsTask(task).WithTriviaFrom(blocking), blocking.Parent))
            : null;
    }

    // What to await in the place of the blocking expression.
    private static ExpressionSyntax? Awaitable(ExpressionSyntax blocking, SemanticModel model, CancellationToken cancellationToken) => blocking switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.Text: "Result" } result => result.Expression,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call => Awaitable(call, access, model, cancellationToken),
        _ => null,
    };

    private static ExpressionSyntax? Awaitable(InvocationExpressionSyntax call, MemberAccessExpressionSyntax access, SemanticModel model, CancellationToken cancellationToken)
    {
        var arguments = call.ArgumentList.Arguments;
        switch (access.Name.Identifier.Text)
        {
            case "Wait" when arguments.Count == 0:
                return access.Expression;
            case "Wait" when arguments.Count == 1 && IsToken(arguments[0], model, cancellationToken) && CanWaitAsync(access.Expression, model, cancellationToken):
                return call.WithExpression(access.WithName(SyntaxFactory.IdentifierName("WaitAsync")));
            case "GetResult" when access.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "GetAwaiter" } awaited }:
                return awaited.Expression;
            case "Sleep":
                var delay = InTasks(call, access, "Delay", model);
                return arguments.Count == 1 && TokenInReach.At(call, model) is { } token ? WithToken(delay, token) : delay;
            case "WaitAll" when arguments.All(argument => IsTasks(argument, model, cancellationToken)):
                return InTasks(call, access, "WhenAll", model);
            // What WaitAny returns is an index, and what WhenAny gives is a task.
            case "WaitAny" when call.Parent is ExpressionStatementSyntax && arguments.All(argument => IsTasks(argument, model, cancellationToken)):
                return InTasks(call, access, "WhenAny", model);
            default:
                return null;
        }
    }

    private static InvocationExpressionSyntax WithToken(InvocationExpressionSyntax delay, ExpressionSyntax token) => delay.WithArgumentList(
        delay.ArgumentList.WithArguments(SyntaxFactory.SeparatedList(
            [delay.ArgumentList.Arguments[0], SyntaxFactory.Argument(token)],
            [SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)])));

    private static bool IsToken(ArgumentSyntax argument, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetTypeInfo(argument.Expression, cancellationToken).Type is { Name: "CancellationToken" };

    private static bool CanWaitAsync(ExpressionSyntax task, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetTypeInfo(task, cancellationToken).Type is { } type && type.GetMembers("WaitAsync").OfType<IMethodSymbol>().Any(static method => method.Parameters.Length == 1 && method.Parameters[0].Type.Name == "CancellationToken");

    // Not a time-out or a token: the asynchronous twins do not take them.
    private static bool IsTasks(ArgumentSyntax argument, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetTypeInfo(argument.Expression, cancellationToken).Type is IArrayTypeSymbol or INamedTypeSymbol { Name: "Task" or "ValueTask" or "List" or "IEnumerable" or "IReadOnlyList" };

    private static InvocationExpressionSyntax InTasks(InvocationExpressionSyntax call, MemberAccessExpressionSyntax access, string method, SemanticModel model)
    {
        var isImported = model.LookupNamespacesAndTypes(call.SpanStart, name: "Task").Any(static symbol => symbol.ContainingNamespace?.ToDisplayString() == "System.Threading.Tasks");
        var type = access.Name.Identifier.Text == "Sleep" || access.Expression is IdentifierNameSyntax
            ? SyntaxFactory.ParseExpression(isImported ? "Task" : "System.Threading.Tasks.Task")
            : access.Expression;
        return call.WithExpression(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, type.WithoutTrivia(), SyntaxFactory.IdentifierName(method)));
    }
}
