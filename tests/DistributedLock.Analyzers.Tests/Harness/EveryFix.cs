using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedLock.Analyzers.Tests.Harness;

/// <summary>Applies everything that is offered for a source, one by one and all at once: nothing throws, and what compiled before compiles afterwards.</summary>
internal static class EveryFix
{
    // The titles of these fixes say that callers have to follow.
    private static readonly Dictionary<string, string[]> Announced = new()
    {
        ["DLK0001"] = ["CS7036", "CS1729", "CS1503", "CS0310"],
        ["DLK0008"] = ["CS7036", "CS1729", "CS1503", "CS0310"],
        ["DLK0010"] = ["CS0029", "CS0266", "CS1061", "CS0019", "CS1503", "CS0738", "CS0508"],
    };

    public static async Task CompilesAsync(TestCode code, int projects = 1)
    {
        var document = TestWorkspace.Open(code, projects);
        var solution = document.Project.Solution;
        var before = await ErrorsAsync(solution);
        FixAllScope[] scopes = projects == 1 ? [FixAllScope.Project] : [FixAllScope.Document, FixAllScope.Solution];
        var found = await DiagnosticsAsync(solution);
        foreach (var fix in AllRules.CodeFixes)
        {
            var keys = new HashSet<string>(StringComparer.Ordinal);
            var reported = found.Where(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id)).ToImmutableArray();
            foreach (var diagnostic in reported)
            {
                var actions = new List<CodeAction>();
                await fix.RegisterCodeFixesAsync(new CodeFixContext(
                    solution.GetDocument(diagnostic.Location.SourceTree)!, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
                foreach (var action in actions)
                {
                    keys.Add(action.EquivalenceKey!);
                    await ApplyAsync(action, diagnostic.Id, before, $"{diagnostic}: {action.Title}");
                }
            }

            foreach (var (key, scope) in from key in keys from scope in scopes select (key, scope))
            {
                var first = solution.GetDocument(reported[0].Location.SourceTree)!;
                var context = new FixAllContext(
                    first, fix, scope, key, fix.FixableDiagnosticIds, new Reported(reported), TestContext.Current.CancellationToken);
                if (await fix.GetFixAllProvider()!.GetFixAsync(context) is { } all)
                {
                    await ApplyAsync(all, reported[0].Id, before, $"All of {key} in {scope}");
                }
            }
        }
    }

    private static async Task ApplyAsync(CodeAction action, string rule, HashSet<string> before, string what)
    {
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        if (operations.OfType<ApplyChangesOperation>().SingleOrDefault() is not { ChangedSolution: var changed })
        {
            return;
        }

        var announced = Announced.GetValueOrDefault(rule, []);
        var added = (await ErrorsAsync(changed)).Where(error => !before.Contains(error) && !announced.Any(id => error.StartsWith(id, StringComparison.Ordinal))).ToList();
        if (added.Count > 0)
        {
            var texts = changed.Projects.First().Documents.Select(static document => document.GetTextAsync().Result.ToString());
            Assert.Fail($"{what}\n{string.Join('\n', added)}\n{string.Join("\n----\n", texts)}");
        }
    }

    private static async Task<HashSet<string>> ErrorsAsync(Solution solution)
    {
        var errors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var project in solution.Projects)
        {
            var compilation = (await project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
            errors.UnionWith(compilation.GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(static diagnostic => $"{diagnostic.Id} {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"));
        }

        return errors;
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Solution solution)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var project in solution.Projects)
        {
            var compilation = (await project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
            var analysis = new CompilationWithAnalyzers(compilation, AllRules.Analyzers, new CompilationWithAnalyzersOptions(project.AnalyzerOptions, null, true, false));
            found.AddRange(await analysis.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
        }

        Assert.DoesNotContain(found, static diagnostic => diagnostic.Id == "AD0001");
        return [.. found.Where(diagnostic => solution.GetDocument(diagnostic.Location.SourceTree) is not (null or SourceGeneratedDocument))];
    }

    private sealed class Reported(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics.Where(diagnostic => project.GetDocument(diagnostic.Location.SourceTree) is not null));

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics.Where(diagnostic => document.Project.GetDocument(diagnostic.Location.SourceTree)?.Id == document.Id));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
