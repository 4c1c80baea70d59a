using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistributedLock.Analyzers.CodeFixes.Editing;

/// <summary>
/// Mends all diagnostics of a document, project or solution at once. The platform's batch fixer merges the results of single fixes, and leaves out those that
/// touch the same line: two methods of one type both make it partial and both ask for a provider.
/// </summary>
internal sealed class EditingFixAll(EditingFix fix) : FixAllProvider
{
    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        var reported = new List<(Document, Diagnostic)>();
        foreach (var project in context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project])
        {
            var diagnostics = context is { Scope: FixAllScope.Document, Document: { } document }
                ? await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)
                : project.Language == LanguageNames.CSharp ? await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false)
                : ImmutableArray<Diagnostic>.Empty;
            reported.AddRange(diagnostics
                .Where(static diagnostic => diagnostic.Location.IsInSource)
                .OrderBy(static diagnostic => diagnostic.Location.SourceTree!.FilePath, StringComparer.Ordinal)
                .ThenBy(static diagnostic => diagnostic.Location.SourceSpan.Start)
                .Select(diagnostic => (project.Solution.GetDocument(diagnostic.Location.SourceTree)!, diagnostic))
                .Where(static pair => pair.Item1 is not null));
        }

        var key = context.CodeActionEquivalenceKey;
        return reported.Count == 0 || key is null
            ? null
            : CodeAction.Create("Fix all", cancellationToken => fix.MendAsync(context.Solution, reported, key, cancellationToken), key);
    }
}
