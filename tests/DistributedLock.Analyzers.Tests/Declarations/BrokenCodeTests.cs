using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>Code is broken most of the time that somebody types it: no fix and no refactoring throws on it.</summary>
public class BrokenCodeTests
{
    private const string Source = """
        namespace Shop
        {
            public class Outer<T> where T : class
            {
                private readonly string _name;

                public Outer(string name) => _name = name;

                public Outer() : this("x") { }

                /// <summary>Runs.</summary>
                [DistributedLock("a-{id}", TimeoutSeconds = 1)]
                public async Task<int> RunAsync([System.ComponentModel.Description("x")] int id = 1, CancellationToken token = default)
                {
                    await Task.Delay(id, token);
                    return 1;
                }

                [DistributedLock("b-{idd}", Core = nameof(Work))]
                public virtual void Run<TKey>(in TKey id) where TKey : struct { }

                public record Inner(int A)
                {
                    [DistributedLock("c", OnContention = Contention.Skip)]
                    public partial Task<int> GoAsync(string tenant);

                    [DistributedLock("d")] private static void Stop() => Console.WriteLine();

                    public void Free(string tenantId, Outer<string> other) { }
                }
            }
        }
        """;

    [Theory(Timeout = 120_000)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Broken_code_breaks_no_fix(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 12; round++)
        {
            var text = Source;
            for (var wound = 0; wound < 1 + (round % 3); wound++)
            {
                var start = random.Next(text.Length);
                text = text.Remove(start, Math.Min(random.Next(1, 12), text.Length - start));
            }

            await TryAllAsync(TestWorkspace.Open(text));
        }
    }

    private static async Task TryAllAsync(Document document)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var compilation = (await document.Project.GetCompilationAsync(cancellation))!;
        var found = await new CompilationWithAnalyzers(compilation, AllRules.Analyzers, document.Project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync(cancellation);
        var actions = new List<CodeAction>();
        foreach (var diagnostic in found.Where(diagnostic => diagnostic.Location.IsInSource))
        {
            foreach (var fix in AllRules.CodeFixes.Where(fix => fix.FixableDiagnosticIds.Contains(diagnostic.Id)))
            {
                await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), cancellation));
            }
        }

        var root = (await document.GetSyntaxRootAsync(cancellation))!;
        foreach (var token in root.DescendantTokens().Where((_, index) => index % 7 == 0))
        {
            foreach (var refactoring in AllRules.Refactorings)
            {
                await refactoring.ComputeRefactoringsAsync(new CodeRefactoringContext(document, new TextSpan(token.SpanStart, 0), actions.Add, cancellation));
            }
        }

        foreach (var action in actions)
        {
            Assert.NotEmpty(await action.GetOperationsAsync(cancellation));
        }
    }
}
