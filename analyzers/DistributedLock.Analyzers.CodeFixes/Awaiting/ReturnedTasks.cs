using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Awaiting;

/// <summary>Rewrites what a function returns, for the time when it is async: a task is awaited, a task that has ended gives its value.</summary>
internal sealed class ReturnedTasks(SyntaxNode function, bool hasResult) : CSharpSyntaxRewriter
{
    public override SyntaxNode? Visit(SyntaxNode? node) =>
        node is (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) && node != function ? node : base.Visit(node);

    public override SyntaxNode? VisitArrowExpressionClause(ArrowExpressionClauseSyntax node) =>
        node.Parent == function ? node.WithExpression(Returned(node.Expression)) : base.VisitArrowExpressionClause(node);

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) =>
        node.ExpressionBody is { } body ? node.WithExpressionBody(Returned(body)) : base.VisitParenthesizedLambdaExpression(node);

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) =>
        node.ExpressionBody is { } body ? node.WithExpressionBody(Returned(body)) : base.VisitSimpleLambdaExpression(node);

    public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node)
    {
        if (node.Expression is not { } task)
        {
            return node;
        }

        if (hasResult)
        {
            return node.WithExpression(Returned(task));
        }

        var leave = SyntaxFactory.ReturnStatement().WithTriviaFrom(node);
        if (HasEnded(task))
        {
            return IsLast(node) && node.Parent is BlockSyntax && !HasComment(node) ? null : leave;
        }

        var wait = SyntaxFactory.ExpressionStatement(AwaitText.Await(task.WithoutTrivia())).WithTriviaFrom(node);
        return IsLast(node) ? wait : Both(wait, leave, node);
    }

    public override SyntaxNode? VisitBlock(BlockSyntax node)
    {
        var visited = (BlockSyntax)base.VisitBlock(node)!;
        return visited.Statements.Any(IsPair) ? visited.WithStatements(SyntaxFactory.List(visited.Statements.SelectMany(Parts))) : visited;
    }

    public override SyntaxNode? VisitSwitchSection(SwitchSectionSyntax node)
    {
        var visited = (SwitchSectionSyntax)base.VisitSwitchSection(node)!;
        return visited.Statements.Any(IsPair) ? visited.WithStatements(SyntaxFactory.List(visited.Statements.SelectMany(Parts))) : visited;
    }

    private ExpressionSyntax Returned(ExpressionSyntax task) => task switch
    {
        ThrowExpressionSyntax => task,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "Task" or "ValueTask" }, Name.Identifier.Text: "FromResult" }, ArgumentList.Arguments: { Count: 1 } arguments }
            when hasResult => arguments[0].Expression.WithTriviaFrom(task),
        _ when hasResult && WithoutSuppression(task).IsKind(SyntaxKind.DefaultLiteralExpression) => task,
        _ => AwaitText.Await(task),
    };

    private static bool HasEnded(ExpressionSyntax task) => WithoutSuppression(task) switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.Text: "CompletedTask" } => true,
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.DefaultLiteralExpression),
        DefaultExpressionSyntax => true,
        _ => false,
    };

    // default!
    private static ExpressionSyntax WithoutSuppression(ExpressionSyntax task) =>
        task is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppression ? suppression.Operand : task;

    // Whether the function ends behind this statement anyway, so that no `return;` is needed.
    private bool IsLast(SyntaxNode statement) => statement.Parent switch
    {
        BlockSyntax block when block.Parent == function => block.Statements.Last() == statement,
        BlockSyntax block => block.Statements.Last() == statement && IsLast(block),
        TryStatementSyntax or UsingStatementSyntax or IfStatementSyntax or ElseClauseSyntax or CatchClauseSyntax => IsLast(statement.Parent),
        _ => false,
    };

    private static bool HasComment(SyntaxNode node) => node.DescendantTrivia().Any(static trivia =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) || trivia.IsDirective);

    // Two statements where one was: a block with a mark, which the block around it takes apart again.
    private static StatementSyntax Both(StatementSyntax wait, StatementSyntax leave, SyntaxNode old)
    {
        var indentation = old.GetLeadingTrivia().LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var first = wait.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? wait : wait.WithTrailingTrivia(SyntaxFactory.Space);
        var second = leave.WithLeadingTrivia(wait.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? SyntaxFactory.TriviaList(indentation) : default);
        var isInList = old.Parent is BlockSyntax or SwitchSectionSyntax;
        return isInList
            ? SyntaxFactory.Block(first, second).WithAdditionalAnnotations(Pair)
            : SyntaxFactory.Block(first.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space), second.WithoutTrivia())
                .WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(SyntaxFactory.Space))
                .WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(SyntaxFactory.Space))
                .WithTriviaFrom(old);
    }

    private static SyntaxAnnotation Pair { get; } = new("DistributedLock.TwoStatements");

    private static bool IsPair(StatementSyntax statement) => statement.HasAnnotation(Pair);

    private static IEnumerable<StatementSyntax> Parts(StatementSyntax statement) => IsPair(statement) ? ((BlockSyntax)statement).Statements : [statement];
}
