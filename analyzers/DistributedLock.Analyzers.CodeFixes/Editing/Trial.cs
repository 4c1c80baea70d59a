using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.CodeFixes.Editing;

/// <summary>Tries changes out before they are offered, where only the compiler knows whether the rest of the code agrees.</summary>
internal static class Trial
{
    /// <summary>Whether the files of a type have no error afterwards that they did not have before.</summary>
    public static async Task<bool> SucceedsAsync(SourceEdits edits, Project project, INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var changed = (await edits.ApplyAsync(cancellationToken).ConfigureAwait(false)).GetProject(project.Id)!;
        foreach (var tree in type.DeclaringSyntaxReferences.Select(static reference => reference.SyntaxTree).Distinct())
        {
            if (project.GetDocument(tree) is not { } document || document is SourceGeneratedDocument)
            {
                continue;
            }

            var before = await ErrorsAsync(document, cancellationToken).ConfigureAwait(false);
            var after = await ErrorsAsync(changed.GetDocument(document.Id), cancellationToken).ConfigureAwait(false);
            if (after.Any(error => !before.Remove(error)))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<List<string>> ErrorsAsync(Document? document, CancellationToken cancellationToken) =>
        document is not null && await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
            ? model.GetDiagnostics(cancellationToken: cancellationToken)
                .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(static diagnostic => diagnostic.Id + diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture))
                .ToList()
            : [];
}
