using System.Collections.Immutable;
using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Tests.Mutations;

/// <summary>Sources broken at random, from numbers: no analyzer, suppressor, generator, fix or refactoring throws, and none hangs.</summary>
public class MutationTests
{
    [Fact(Timeout = 180_000)]
    public async Task Broken_source_makes_no_rule_throw_or_hang()
    {
        foreach (var seed in new MutationBudget(seconds: 40).Seeds())
        {
            // What was reported by the generator itself, an exception of it among that, and AD0001 both fail in here.
            await Mutant.Of(seed).SurvivesAsync(
                static (code, cancellationToken) => TestCompilation.Of(code).DiagnosticsAsync(cancellationToken), TestContext.Current.CancellationToken);
        }
    }

    [Fact(Timeout = 180_000)]
    public async Task Broken_source_makes_no_fix_or_refactoring_throw_or_hang()
    {
        foreach (var seed in new MutationBudget(seconds: 20).Seeds())
        {
            await Mutant.Of(seed).SurvivesAsync((code, cancellationToken) => ApplyAllAsync(code, new Random(seed), cancellationToken), TestContext.Current.CancellationToken);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Whole_corpus_survives_every_fix_and_refactoring()
    {
        foreach (var (code, seed) in MutationSources.All.Select(static (code, index) => (code, index)).Where(static pair => pair.index % 4 == 0))
        {
            await new Mutant(seed, code with { MayNotCompile = true }).SurvivesAsync(
                (source, cancellationToken) => ApplyAllAsync(source, new Random(seed), cancellationToken), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Every fix of what is reported, and every refactoring at some places.</summary>
    private static async Task ApplyAllAsync(TestCode code, Random random, CancellationToken cancellationToken)
    {
        var document = TestWorkspace.Open(code);
        var compilation = (await document.Project.GetCompilationAsync(cancellationToken))!;
        var tree = await document.GetSyntaxTreeAsync(cancellationToken);
        var found = await new CompilationWithAnalyzers(compilation, AllRules.Analyzers, document.Project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync(cancellationToken);
        var actions = new List<CodeAction>();
        foreach (var diagnostic in found.Where(diagnostic => diagnostic.Location.SourceTree == tree))
        {
            foreach (var fix in AllRules.CodeFixes.Where(fix => fix.FixableDiagnosticIds.Contains(diagnostic.Id)))
            {
                await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), cancellationToken));
            }
        }

        foreach (var span in Places(code, random))
        {
            foreach (var refactoring in AllRules.Refactorings)
            {
                await refactoring.ComputeRefactoringsAsync(new CodeRefactoringContext(document, span, actions.Add, cancellationToken));
            }
        }

        foreach (var action in actions)
        {
            await action.GetOperationsAsync(cancellationToken);
        }
    }

    private static ImmutableArray<TextSpan> Places(TestCode code, Random random)
    {
        var length = TestCode.Usings.Length + code.Source.Length;
        return
        [
            .. Enumerable.Range(0, 6).Select(index =>
            {
                var start = random.Next(length + 1);
                return new TextSpan(start, index < 4 ? 0 : random.Next(length - start + 1));
            }),
        ];
    }
}
