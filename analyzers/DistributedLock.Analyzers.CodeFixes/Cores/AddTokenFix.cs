using System.Collections.Immutable;
using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace DistributedLock.Analyzers.CodeFixes.Cores;

/// <summary>Gives a core method the token that its wrapper has for it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddTokenFix))]
public sealed class AddTokenFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.CoreWithoutToken);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            // Overrides of a virtual method would have to change too, wherever they are.
            if (diagnostic.Properties.TryGetValue(FixProperties.Replacement, out var name) && name is not null
                && root?.FindToken(diagnostic.Location.SourceSpan.Start).Parent is MethodDeclarationSyntax core
                && !core.Modifiers.Any(SyntaxKind.VirtualKeyword)
                && !DeclaresName(core, name))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        "Add a CancellationToken parameter",
                        _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(core, AddToken(core, name)))),
                        nameof(AddTokenFix)),
                    diagnostic);
            }
        }
    }

    private static MethodDeclarationSyntax AddToken(MethodDeclarationSyntax core, string name)
    {
        var token = SyntaxFactory.Parameter(SyntaxFactory.Identifier(name))
            .WithType(SyntaxFactory.ParseTypeName("global::System.Threading.CancellationToken").WithAdditionalAnnotations(Simplifier.Annotation));
        if (IsIterator(core))
        {
            var attribute = SyntaxFactory.Attribute(SyntaxFactory.ParseName("global::System.Runtime.CompilerServices.EnumeratorCancellation"));
            token = token.AddAttributeLists(SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(attribute)).WithAdditionalAnnotations(Simplifier.Annotation));
        }

        var parameters = core.ParameterList.Parameters;
        if (parameters.Any(static parameter => parameter.Default is not null) || IsNamedElsewhere(core))
        {
            token = token.WithDefault(SyntaxFactory.EqualsValueClause(SyntaxFactory.LiteralExpression(SyntaxKind.DefaultLiteralExpression)));
        }

        token = token.NormalizeWhitespace().WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation);
        var isOpenEnded = parameters.LastOrDefault()?.Modifiers.Any(SyntaxKind.ParamsKeyword) == true;
        return core.WithParameterList(core.ParameterList.WithParameters(
            isOpenEnded ? parameters.Insert(parameters.Count - 1, token.WithDefault(null)) : parameters.Add(token)));
    }

    private static bool IsIterator(MethodDeclarationSyntax core) => core.Body is { } body && body
        .DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Any(static node => node is YieldStatementSyntax);

    /// <summary>Whether the name would be ambiguous, or hide another.</summary>
    private static bool DeclaresName(MethodDeclarationSyntax core, string name) =>
        core.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name);

    /// <summary>Calls beside the wrapper's, such as recursion, must stay right.</summary>
    private static bool IsNamedElsewhere(MethodDeclarationSyntax core) => core.SyntaxTree.GetRoot().DescendantTokens()
        .Any(token => token.ValueText == core.Identifier.ValueText && token.Parent is SimpleNameSyntax);
}
