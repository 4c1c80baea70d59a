using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>
/// Looks in the source of another method, or of a whole type, whether something is released or kept there. By name alone, which errs on the silent side.
/// </summary>
internal static class TakenOverInSource
{
    /// <param name="source">The method or type.</param>
    /// <param name="name">The parameter or field that has the handle in it.</param>
    public static bool Says(SyntaxNode source, string name)
    {
        foreach (var node in source.DescendantNodes())
        {
            if (node is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name && IsTakenOver(Whole(identifier)))
            {
                return true;
            }
        }

        return false;
    }

    // this.name, (name), name!, (IAsyncDisposable)name
    private static SyntaxNode Whole(ExpressionSyntax expression)
    {
        SyntaxNode whole = expression;
        while (whole.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax
            || whole.Parent.IsKind(SyntaxKind.SuppressNullableWarningExpression)
            || (whole.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access && access.Name == whole)
            || (whole.Parent is BinaryExpressionSyntax binary && binary.IsKind(SyntaxKind.AsExpression)))
        {
            whole = whole.Parent!;
        }

        return whole;
    }

    private static bool IsTakenOver(SyntaxNode handle) => handle.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Expression == handle => IsReleasing(access.Name),
        ConditionalAccessExpressionSyntax access when access.Expression == handle =>
            access.WhenNotNull.DescendantNodesAndSelf().OfType<MemberBindingExpressionSyntax>().Any(static member => IsReleasing(member.Name)),
        AssignmentExpressionSyntax assignment => assignment.Right == handle,
        ArgumentSyntax argument => !IsOfNameof(argument),
        UsingStatementSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax or YieldStatementSyntax or ArrowExpressionClauseSyntax
            or InitializerExpressionSyntax or CollectionElementSyntax or SwitchStatementSyntax or SwitchExpressionSyntax => true,
        LambdaExpressionSyntax => true,
        IsPatternExpressionSyntax pattern => pattern.Pattern.DescendantNodesAndSelf().OfType<SingleVariableDesignationSyntax>().Any(),
        _ => false,
    };

    private static bool IsReleasing(SimpleNameSyntax name) =>
        HandleReceiver.Releases(name.Identifier.ValueText) || name.Identifier.ValueText == "ConfigureAwait";

    private static bool IsOfNameof(ArgumentSyntax argument) =>
        argument.Parent?.Parent is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } };
}
