using System.Collections.Immutable;
using DistributedLock.Analyzers.CodeFixes.Editing;
using DistributedLock.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Awaiting;

/// <summary>Awaits the task inside the <c>using</c>, so that it is the handle that is disposed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UsingOfTaskFix))]
public sealed class UsingOfTaskFix : AwaitFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.UsingOfTask);

    private protected override string Title(SyntaxNode target) => "Await the task";

    private protected override SyntaxNode? Mend(SyntaxNode root, SyntaxNode target, SemanticModel model, CancellationToken cancellationToken)
    {
        var task = target as ExpressionSyntax ?? (target as ArgumentSyntax)?.Expression;
        if (task is null
            || task.FirstAncestorOrSelf<StatementSyntax>() is not { } statement
            || model.GetTypeInfo(task, cancellationToken).Type is not INamedTypeSymbol { TypeArguments: { Length: 1 } arguments }
            || AsyncFunction.Around(statement, model, cancellationToken) is not { } function)
        {
            return null;
        }

        var declaration = Declaration(statement);
        if (declaration is not null && (declaration.Variables.Count != 1 || IsNamed(declaration.Variables[0], statement)))
        {
            return null;
        }

        var mended = statement.ReplaceNode(task, AwaitText.Await(AwaitText.WithoutAsTask(task)));
        if (Declaration(mended) is { Type: { IsVar: false } type })
        {
            mended = mended.ReplaceNode(type, SyntaxFactory.IdentifierName("var").WithTriviaFrom(type));
        }

        // Before C# 8 a handle can only be released in the other way.
        var isAsync = Implements(arguments[0], "IAsyncDisposable") && Language.HasAwaitUsing(root.SyntaxTree);
        return isAsync || Implements(arguments[0], "IDisposable") ? function.Rewrite(root, statement, isAsync ? AwaitUsing.Of(mended) : mended) : null;
    }

    private static VariableDeclarationSyntax? Declaration(StatementSyntax statement) => statement switch
    {
        UsingStatementSyntax block => block.Declaration,
        LocalDeclarationStatementSyntax local => local.Declaration,
        _ => null,
    };

    // Code that knows the variable knows it as a task: `await task` in the block would not compile any more.
    private static bool IsNamed(VariableDeclaratorSyntax variable, StatementSyntax statement) =>
        (statement is UsingStatementSyntax ? statement : statement.Parent)?.DescendantNodes()
            .OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == variable.Identifier.ValueText) == true;

    private static bool Implements(ITypeSymbol handle, string contract) => handle.AllInterfaces.Append(handle)
        .Any(candidate => candidate.Name == contract && candidate is { ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });
}
