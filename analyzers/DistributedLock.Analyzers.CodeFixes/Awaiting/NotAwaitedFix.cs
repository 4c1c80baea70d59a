using System.Collections.Immutable;
using DistributedLock.Analyzers.CodeFixes.Editing;
using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DistributedLock.Analyzers.CodeFixes.Awaiting;

/// <summary>Awaits the task of a locked method or an acquisition.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NotAwaitedFix))]
public sealed class NotAwaitedFix : AwaitFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.NotAwaited);

    private protected override string Title(SyntaxNode target) => "Add await";

    private protected override SyntaxNode? Mend(SyntaxNode root, SyntaxNode target, SemanticModel model, CancellationToken cancellationToken)
    {
        if (target is not ExpressionSyntax call || AsyncFunction.Around(call, model, cancellationToken) is not { } function)
        {
            return null;
        }

        // A call behind `?.` has its type from the whole expression.
        var task = AwaitText.Chain(call);
        if (task is ConditionalAccessExpressionSyntax access)
        {
            return IfNotNull(access) is { } guarded ? function.Rewrite(root, access.Parent!, guarded) : null;
        }

        return model.GetTypeInfo(task, cancellationToken).Type is INamedTypeSymbol { Name: "Task" or "ValueTask" or "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable" } type && Replaced(task, type.Arity == 1, function, cancellationToken) is var (old, replacement)
            ? function.Rewrite(root, old, replacement)
            : null;
    }

    private static (SyntaxNode Old, SyntaxNode Replacement)? Replaced(ExpressionSyntax task, bool hasResult, AsyncFunction function, CancellationToken cancellationToken)
    {
        switch (task.Parent)
        {
            case ExpressionStatementSyntax:
            case ForStatementSyntax:
            case ArrowExpressionClauseSyntax or LambdaExpressionSyntax when function.IsAsync:
                return (task, AwaitText.Await(AwaitText.WithoutAsTask(task)));
            case AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" }, Parent: ExpressionStatementSyntax } discard:
                return (discard, AwaitText.Await(task.WithoutTrivia()).WithTriviaFrom(discard));
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } statement, Variables.Count: 1 } declaration } variable }
                when !IsNamedElsewhere(variable, cancellationToken):
                return hasResult && declaration.Type.IsVar
                    ? (task, AwaitText.Await(task))
                    : (statement, SyntaxFactory.ExpressionStatement(AwaitText.Await(task.WithoutTrivia())).WithTriviaFrom(statement));
            case InterpolationSyntax or BinaryExpressionSyntax or ArgumentSyntax when hasResult:
                return (task, AwaitText.Await(task));
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } when hasResult:
                return (task, AwaitText.Await(task));
            case MemberAccessExpressionSyntax { Name.Identifier.Text: nameof(ToString) } when hasResult:
                return (task, AwaitText.AwaitInside(task, task.Parent));
            default:
                return null;
        }
    }

    // The name in the text is enough: a local that is mentioned is left alone.
    private static bool IsNamedElsewhere(VariableDeclaratorSyntax variable, CancellationToken cancellationToken) =>
        variable.FirstAncestorOrSelf<MemberDeclarationSyntax>(static member => member is not GlobalStatementSyntax)?.SyntaxTree.GetRoot(cancellationToken)
            .FindNode(variable.FirstAncestorOrSelf<MemberDeclarationSyntax>(static member => member is not GlobalStatementSyntax)!.Span)
            .DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == variable.Identifier.ValueText) != false;

    // `await s?.M()` throws when s is null, and a ValueTask? cannot be awaited: ask first. The receiver is read twice, so it must be one that only reads.
    private static StatementSyntax? IfNotNull(ConditionalAccessExpressionSyntax access)
    {
        if (access.Parent is not ExpressionStatementSyntax statement
            || access.Expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax })
            || access.WhenNotNull is not InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } call)
        {
            return null;
        }

        var direct = call.WithExpression(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, access.Expression.WithoutTrivia(), binding.Name)).WithoutTrivia();
        var test = Language.HasNotPatterns(access.SyntaxTree) ? "is not null" : "!= null";
        var condition = SyntaxFactory.ParseExpression($"{access.Expression.WithoutTrivia()} {test}");
        StatementSyntax guarded = SyntaxFactory.IfStatement(condition, SyntaxFactory.Block(SyntaxFactory.ExpressionStatement(AwaitText.Await(direct))));

        // Without a block of its own, an `else` that follows would belong to this `if`.
        return (statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax ? guarded : SyntaxFactory.Block(guarded))
            .WithTriviaFrom(statement)
            .WithAdditionalAnnotations(Formatter.Annotation);
    }
}
