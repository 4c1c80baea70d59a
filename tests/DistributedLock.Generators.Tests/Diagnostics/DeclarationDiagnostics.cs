using DistributedLock.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Generators.Tests.Diagnostics;

/// <summary>
/// Checks diagnostics against marks in a source: <c>[|DLK0001:text|]</c> says that this diagnostic is reported on exactly this text, and nothing else is.
/// </summary>
internal static class DeclarationDiagnostics
{
    private const string Opening = "[|";
    private const string Closing = "|]";

    /// <summary>A class with a provider around members.</summary>
    public static string InService(string members) => $$"""
        public class Invoice { public int Id { get; set; } public string? Note { get; set; } public string Name => ""; public Invoice? Next { get; set; } public DateTime? Due { get; set; } }

        public partial class Service
        {
            private readonly IDistributedLockProvider _locks;

            public Service(IDistributedLockProvider locks) => _locks = locks;

            {{members}}
        }
        """;

    public static Task<IReadOnlyList<Diagnostic>> AreAsync(string marked) => AreAsync(marked, []);

    /// <param name="marked">The source.</param>
    /// <param name="references">What it sees besides the framework and the runtime.</param>
    public static async Task<IReadOnlyList<Diagnostic>> AreAsync(string marked, IEnumerable<MetadataReference> references)
    {
        var (source, expected) = Read(marked);
        var compiled = CompiledSource.Of(CompiledSource.Compilation(source).AddReferences(references));
        var found = await compiled.AnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        var text = compiled.Input.SyntaxTrees.Single().ToString();
        var actual = found.Select(diagnostic => $"{diagnostic.Id}:{text.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)}");

        Assert.Equal(expected, actual);

        // What is wrong gets no wrapper, at most a part that throws; and what is generated compiles, so that the compiler comes to the analyzers at all.
        var isWrong = found.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal(!isWrong, compiled.Text.Contains("Hold", StringComparison.Ordinal));
        var errors = compiled.Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.DoesNotContain(errors, error => !isWrong || error.Location.SourceTree != compiled.Output.SyntaxTrees.First());

        return found;
    }

    private static (string Source, List<string> Expected) Read(string marked)
    {
        var expected = new List<string>();
        while (marked.IndexOf(Opening, StringComparison.Ordinal) is >= 0 and var start)
        {
            var end = marked.IndexOf(Closing, start, StringComparison.Ordinal);
            var mark = marked[(start + Opening.Length)..end];
            expected.Add(mark);
            marked = marked[..start] + mark[(mark.IndexOf(':', StringComparison.Ordinal) + 1)..] + marked[(end + Closing.Length)..];
        }

        return (marked, expected);
    }
}
