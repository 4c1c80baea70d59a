using System.Collections.Immutable;
using System.Globalization;
using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Cores;

/// <summary>Calls the locked method instead of its core.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CallWrapperFix))]
public sealed class CallWrapperFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.CoreCalledDirectly);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(FixProperties.Replacement, out var name) && name is not null
                && diagnostic.Properties.TryGetValue(FixProperties.Arguments, out var arguments) && arguments is not null
                && root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is SimpleNameSyntax called)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Call '{name}', which takes the lock",
                        _ => Task.FromResult(context.Document.WithSyntaxRoot(Rewrite(root, called, name, arguments))),
                        nameof(CallWrapperFix)),
                    diagnostic);
            }
        }
    }

    private static SyntaxNode Rewrite(SyntaxNode root, SimpleNameSyntax called, string name, string arguments)
    {
        var identifier = SyntaxFactory.Identifier(SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name);
        var renamed = called.WithIdentifier(identifier.WithTriviaFrom(called.Identifier));
        var expression = called.Parent is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax ? called.Parent : called;
        if (expression?.Parent is not InvocationExpressionSyntax call || call.Expression != expression)
        {
            return root.ReplaceNode(called, renamed);
        }

        return root.ReplaceNode(call, call
            .ReplaceNode(called, renamed)
            .WithArgumentList(Reorder(call.ArgumentList, arguments)));
    }

    private static ArgumentListSyntax Reorder(ArgumentListSyntax list, string arguments)
    {
        var kept = arguments.Split([','], StringSplitOptions.RemoveEmptyEntries).Select(entry =>
        {
            var parts = entry.Split(':');
            var argument = list.Arguments[int.Parse(parts[0], CultureInfo.InvariantCulture)];
            return parts.Length == 1
                ? argument
                : argument.WithNameColon(SyntaxFactory.NameColon(SyntaxFactory.IdentifierName(parts[1])).WithTrailingTrivia(SyntaxFactory.Space));
        }).ToList();

        // As long as nothing moves, nothing of the layout need to.
        return kept.SequenceEqual(list.Arguments) ? list : list.WithArguments(SyntaxFactory.SeparatedList(
            kept, Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), Math.Max(0, kept.Count - 1))));
    }
}
