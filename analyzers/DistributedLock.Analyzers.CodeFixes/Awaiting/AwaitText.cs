using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Awaiting;

/// <summary>Writes <c>await</c> with the parentheses and the trivia it needs.</summary>
internal static class AwaitText
{
    /// <summary><c>await</c> before an expression, which takes its place in the text.</summary>
    public static ExpressionSyntax Await(ExpressionSyntax task) => SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            Operand(task.WithoutTrivia()))
        .WithTriviaFrom(task);

    /// <summary>The same, in parentheses where the parent would take more than it should: <c>(await x).Y</c>.</summary>
    public static ExpressionSyntax AwaitInside(ExpressionSyntax task, SyntaxNode? parent) => NeedsParentheses(parent)
        ? SyntaxFactory.ParenthesizedExpression(Await(task.WithoutTrivia())).WithTriviaFrom(task)
        : Await(task);

    /// <summary>The task without <c>.AsTask()</c>: what is awaited at once needs no other form.</summary>
    public static ExpressionSyntax WithoutAsTask(ExpressionSyntax task) =>
        task is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "AsTask" } access }
            ? access.Expression.WithTriviaFrom(task)
            : task;

    /// <summary>The longest chain of calls on a task that still gives that task: <c>M().ConfigureAwait(false)</c>.</summary>
    public static ExpressionSyntax Chain(ExpressionSyntax task)
    {
        while (task.Parent is MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" or "ContinueWith" or "AsTask" or "Preserve" or "WaitAsync" or "Unwrap", Parent: InvocationExpressionSyntax call } access
            && access.Expression == task)
        {
            task = call;
        }

        return task;
    }

    private static ExpressionSyntax Operand(ExpressionSyntax task) => task
        is InvocationExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax or ElementAccessExpressionSyntax or ObjectCreationExpressionSyntax
        or ConditionalAccessExpressionSyntax or ParenthesizedExpressionSyntax or ThisExpressionSyntax or LiteralExpressionSyntax or DefaultExpressionSyntax
        ? task
        : SyntaxFactory.ParenthesizedExpression(task);

    private static bool NeedsParentheses(SyntaxNode? parent) =>
        parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax or InvocationExpressionSyntax or PostfixUnaryExpressionSyntax;
}
