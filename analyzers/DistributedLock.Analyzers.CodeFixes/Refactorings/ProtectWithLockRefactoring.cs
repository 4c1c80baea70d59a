using DistributedLock.Analyzers.CodeFixes.Declarations;
using DistributedLock.Analyzers.CodeFixes.Declarations.Cores;
using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Refactorings;

/// <summary>Makes an ordinary method a locked one in a single step: attribute, key, core, partial types and provider.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(ProtectWithLockRefactoring))]
public sealed class ProtectWithLockRefactoring : CodeRefactoringProvider
{
    private const string Title = "Protect with distributed lock";

    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        var document = context.Document;
        var place = await MethodPlace.FindAsync(document, context.Span, context.CancellationToken).ConfigureAwait(false);
        if (place is not null
            && IsInHead(place.Syntax, context.Span.Start)
            && place.Model.Compilation.GetTypeByMetadataName(LockTypes.Attribute) is not null
            && !place.Method.GetAttributes().Any(static attribute => LockTypes.IsLockAttribute(attribute.AttributeClass))
            && LockableMethod.CanBeDivided(place.Syntax, place.Method, place.Model.Compilation)
            && new CoreNames().For(place.Method, context.CancellationToken) is { } core)
        {
            context.RegisterRefactoring(CodeAction.Create(
                Title, cancellationToken => ProtectAsync(document.Project.Solution, place, core, cancellationToken), nameof(ProtectWithLockRefactoring)));
        }
    }

    private static Task<Solution> ProtectAsync(Solution solution, MethodPlace place, CoreName core, CancellationToken cancellationToken)
    {
        var edits = new FixEdits(solution);
        var names = NamespaceImport.Edit(edits.Sources, place, cancellationToken);
        var coreOption = core.IsConvention ? string.Empty : $", Core = nameof({core.Name})";
        var key = SymbolDisplay.FormatLiteral(LockKeyProposal.For(place.Method), quote: true);
        AddAttribute(edits.Sources, place.Syntax, $"[{names.Attribute}({key}{coreOption})]");
        MethodDivision.Edit(edits.Sources, place.Syntax, place.Method, core.Name, place.Model, cancellationToken);
        PartialTypes.Edit(edits.Sources, place.Method.ContainingType, cancellationToken);
        edits.Providers.GiveIfNeeded(place, names.Provider, cancellationToken);
        return edits.ApplyAsync(cancellationToken);
    }

    /// <summary>Not in the body: there it would be offered on every line.</summary>
    private static bool IsInHead(MethodDeclarationSyntax syntax, int position) =>
        position >= syntax.SpanStart && position <= LockableMethod.EndOfHead(syntax).Span.End;

    private static void AddAttribute(SourceEdits edits, MethodDeclarationSyntax syntax, string attribute)
    {
        var tree = syntax.SyntaxTree;
        var isOnOwnLine = SourceLayout.IsFirstInLine(tree, syntax.SpanStart);
        edits.Insert(tree, syntax.SpanStart, attribute + (isOnOwnLine ? "\n" + SourceLayout.IndentationAt(tree, syntax.SpanStart) : " "));
    }
}
