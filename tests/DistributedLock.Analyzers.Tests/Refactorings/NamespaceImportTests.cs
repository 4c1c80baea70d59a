using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Tests.Refactorings;

/// <summary>The refactoring in files that do not see the runtime's namespace yet.</summary>
public class NamespaceImportTests
{
    private const string Before = "public class S { public void Run() { } }\n";
    private const string After = "public partial class S(IDistributedLockProvider locks) { [DistributedLock(\"s-run\")] public partial void Run();\n\nprivate void RunCore() { } }\n";
    private const string AfterFully =
        "public partial class S(DistributedLock.IDistributedLockProvider locks) { [global::DistributedLock.DistributedLock(\"s-run\")] public partial void Run();\n\nprivate void RunCore() { } }\n";

    [Theory(Timeout = 60_000)]
    [InlineData("", "using DistributedLock;\n\n")]
    [InlineData("// Licence.\n\n", "// Licence.\n\nusing DistributedLock;\n\n")]
    [InlineData("/// <summary>S.</summary>\n", "using DistributedLock;\n\n/// <summary>S.</summary>\n")]
    [InlineData("using System;\nusing Zoo;\n\n", "using System;\nusing DistributedLock;\nusing Zoo;\n\n")]
    [InlineData("// Top.\nusing Zoo;\nusing static System.Math;\n\n", "// Top.\nusing DistributedLock;\nusing Zoo;\nusing static System.Math;\n\n")]
    [InlineData("namespace A;\n\n", "using DistributedLock;\n\nnamespace A;\n\n")]
    [InlineData("namespace A;\n\nusing System;\n\n", "namespace A;\n\nusing System;\nusing DistributedLock;\n\n")]
    [InlineData("global using System;\nusing System.Linq;\n\n", "global using System;\nusing System.Linq;\nusing DistributedLock;\n\n")]
    public async Task Import_goes_where_imports_are(string before, string after) => Assert.Equal(after + After, await ProtectAsync(before + Before));

    [Theory(Timeout = 60_000)]
    [InlineData("namespace DistributedLock.App;\n\n")]
    [InlineData("global using DistributedLock;\n\n")]
    public async Task Namespace_that_is_seen_is_not_imported(string head) => Assert.Equal(head + After, await ProtectAsync(head + Before));

    [Theory(Timeout = 60_000)]
    [InlineData("#define X\n\n")]
    [InlineData("#nullable enable\n\n")]
    public async Task Below_directives_the_names_are_written_in_full(string head) => Assert.Equal(head + AfterFully, await ProtectAsync(head + Before));

    [Fact(Timeout = 60_000)]
    public async Task Names_that_mean_something_else_are_written_in_full() =>
        Assert.Contains("[global::DistributedLock.DistributedLock(\"s-run\")]", await ProtectAsync("namespace A { class DistributedLockAttribute : System.Attribute { }\n\n" + Before + "}\n"), StringComparison.Ordinal);

    private static async Task<string> ProtectAsync(string source)
    {
        var document = TestWorkspace.Open(string.Empty).WithText(SourceText.From(source));
        var actions = new List<CodeAction>();
        foreach (var refactoring in AllRules.Refactorings)
        {
            await refactoring.ComputeRefactoringsAsync(new CodeRefactoringContext(
                document, new TextSpan(source.IndexOf("Run", StringComparison.Ordinal), 0), actions.Add, TestContext.Current.CancellationToken));
        }

        var operations = await actions.Single(action => action.Title == "Protect with distributed lock").GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        var compilation = (await changed.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != "CS0246"));
        return (await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
    }
}
