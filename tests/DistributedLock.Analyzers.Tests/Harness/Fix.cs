using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Tests.Harness;

/// <summary>Applies what an IDE would offer, and compares the text.</summary>
internal static class Fix
{
    /// <summary>
    /// The fix turns one text into another, which compiles and in which the rule has nothing more to say. Where it reports several times, the fix is
    /// applied to one after the other.
    /// </summary>
    /// <param name="ruleId">The rule whose diagnostic is fixed.</param>
    /// <param name="before">The source; its marks are passed over.</param>
    /// <param name="after">The source afterwards.</param>
    /// <param name="action">Which action, where there are several: a part of its title. The first, where this is not given.</param>
    public static async Task MendsAsync(string ruleId, TestCode before, string after, string? action = null)
    {
        var document = Open(ruleId, before);
        for (var round = 0; ; round++)
        {
            Assert.True(round < 20, $"The fix of {ruleId} does not come to an end. The text is now:\n{await TextAsync(document)}");
            if ((await DiagnosticsAsync(document.Project, ruleId)).FirstOrDefault() is not { } diagnostic)
            {
                break;
            }

            var offered = await ActionsAsync(document, diagnostic);
            var chosen = offered.FirstOrDefault(candidate => action is null || candidate.Title.Contains(action, StringComparison.Ordinal))
                ?? throw new ArgumentException($"No such action is offered for {diagnostic}. Offered: {string.Join("; ", offered.Select(candidate => candidate.Title))}");
            document = await ApplyAsync(chosen, document);
        }

        await EqualsAsync(document, after, before.MayNotCompile);
    }

    /// <summary>Fix-all gives the same as fixing one after the other.</summary>
    public static async Task MendsAllAsync(string ruleId, TestCode before, string after, FixAllScope scope = FixAllScope.Document)
    {
        var document = Open(ruleId, before, projects: scope == FixAllScope.Solution ? 2 : 1);
        var changed = await MendAllAsync(ruleId, document, scope);
        foreach (var project in changed.Project.Solution.Projects.Where(project => scope == FixAllScope.Solution || project.Id == changed.Project.Id))
        {
            await EqualsAsync(project.Documents.First(), after, before.MayNotCompile);
        }
    }

    /// <summary>Fix-all in a library changes a client project, too: both compile afterwards.</summary>
    public static async Task MendsAllWithClientAsync(string ruleId, (TestCode Library, TestCode Client) before, (string Library, string Client) after, FixAllScope scope)
    {
        var (library, client) = TestWorkspace.Open(before.Library, before.Client);
        var changed = await MendAllAsync(ruleId, library, scope);
        await EqualsAsync(changed, after.Library, before.Library.MayNotCompile);
        await EqualsAsync(changed.Project.Solution.GetDocument(client.Id)!, after.Client, before.Client.MayNotCompile);
    }

    /// <summary>The rule reports, and no fix is offered: a machine cannot know the answer.</summary>
    public static async Task IsNotOfferedAsync(string ruleId, TestCode code)
    {
        var document = Open(ruleId, code);
        var diagnostic = (await DiagnosticsAsync(document.Project, ruleId)).First();
        Assert.Empty(await ActionsAsync(document, diagnostic));
    }

    /// <summary>What the menu shows for the first diagnostic.</summary>
    public static async Task<IReadOnlyList<string>> TitlesAsync(string ruleId, TestCode code)
    {
        var document = Open(ruleId, code);
        var diagnostic = (await DiagnosticsAsync(document.Project, ruleId)).First();
        return [.. (await ActionsAsync(document, diagnostic)).Select(static action => action.Title)];
    }

    /// <summary>A refactoring at the caret (<c>$$</c>), chosen by a part of its title, turns one text into another that compiles.</summary>
    public static async Task RefactorsAsync(string action, TestCode before, string after)
    {
        var document = Open(null, before);
        var chosen = (await RefactoringsAsync(document, before)).FirstOrDefault(candidate => candidate.Title.Contains(action, StringComparison.Ordinal))
            ?? throw new ArgumentException($"No refactoring \"{action}\" is offered.");
        await EqualsAsync(await ApplyAsync(chosen, document), after, before.MayNotCompile);
    }

    /// <summary>No refactoring of that title is offered at the caret.</summary>
    public static async Task RefactoringIsNotOfferedAsync(string action, TestCode code) =>
        Assert.DoesNotContain(await RefactoringsAsync(Open(null, code), code), candidate => candidate.Title.Contains(action, StringComparison.Ordinal));

    private static async Task<Document> MendAllAsync(string ruleId, Document document, FixAllScope scope)
    {
        var fix = FixOf(ruleId);
        var first = (await DiagnosticsAsync(document.Project, ruleId)).First();
        var equivalenceKey = (await ActionsAsync(document, first)).First().EquivalenceKey;
        var context = new FixAllContext(
            document, fix, scope, equivalenceKey, [ruleId], new ReportedDiagnostics(ruleId), TestContext.Current.CancellationToken);
        var provider = fix.GetFixAllProvider() ?? throw new ArgumentException($"The fix of {ruleId} cannot fix all.");
        var all = await provider.GetFixAsync(context) ?? throw new ArgumentException($"Fix-all of {ruleId} does nothing.");
        return await ApplyAsync(all, document);
    }

    private static Document Open(string? ruleId, TestCode code, int projects = 1) =>
        TestWorkspace.Open(code with { Source = Markup.Parse(code.Source, ruleId).Source }, projects);

    private static async Task<List<CodeAction>> RefactoringsAsync(Document document, TestCode code)
    {
        var caret = Markup.Parse(code.Source).Caret ?? throw new ArgumentException("The source has no caret ($$).");
        var actions = new List<CodeAction>();
        foreach (var refactoring in AllRules.Refactorings)
        {
            await refactoring.ComputeRefactoringsAsync(new CodeRefactoringContext(
                document, new TextSpan(TestCode.Usings.Length + caret, 0), actions.Add, TestContext.Current.CancellationToken));
        }

        return actions;
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Project project, string ruleId)
    {
        var compilation = (await project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        var analysis = new Microsoft.CodeAnalysis.Diagnostics.CompilationWithAnalyzers(
            compilation, AllRules.Analyzers, new Microsoft.CodeAnalysis.Diagnostics.CompilationWithAnalyzersOptions(project.AnalyzerOptions, null, true, false));
        var found = await analysis.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. found.Where(diagnostic => diagnostic.Id == ruleId).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    private static CodeFixProvider FixOf(string ruleId) =>
        AllRules.CodeFixes.SingleOrDefault(fix => fix.FixableDiagnosticIds.Contains(ruleId)) ?? throw new ArgumentException($"{ruleId} has no fix.");

    private static async Task<List<CodeAction>> ActionsAsync(Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        var place = document.Project.GetDocument(diagnostic.Location.SourceTree)!;
        await FixOf(diagnostic.Id).RegisterCodeFixesAsync(
            new CodeFixContext(place, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        return actions;
    }

    private static async Task<Document> ApplyAsync(CodeAction action, Document document)
    {
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
    }

    private static async Task EqualsAsync(Document document, string after, bool mayNotCompile)
    {
        Assert.Equal(after.ReplaceLineEndings("\n"), await TextAsync(document));
        if (after.Contains("\r\n", StringComparison.Ordinal))
        {
            // Where a test is about line breaks, they count.
            Assert.EndsWith(after, (await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString(), StringComparison.Ordinal);
        }

        var compilation = (await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        var errors = compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.True(mayNotCompile || !errors.Any(), "What the fix wrote does not compile:\n" + string.Join('\n', errors));
    }

    private static async Task<string> TextAsync(Document document) =>
        (await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString().ReplaceLineEndings("\n")[TestCode.Usings.ReplaceLineEndings("\n").Length..];

    private sealed class ReportedDiagnostics(string ruleId) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await DiagnosticsAsync(project, ruleId);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await DiagnosticsAsync(document.Project, ruleId)).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
