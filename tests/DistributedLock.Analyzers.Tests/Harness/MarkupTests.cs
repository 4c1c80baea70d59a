using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Tests.Harness;

/// <summary>The harness itself: a check that cannot fail would let every other test pass.</summary>
public class MarkupTests
{
    private const string Doubtful = """
        public partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a-{|DLK0007:{tenant}|}")]
            public partial Task RunAsync(string? tenant);

            private Task RunCoreAsync(string? tenant) => Task.CompletedTask;
        }
        """;

    [Fact(Timeout = 60_000)]
    public void Marks_are_taken_out_and_remembered_in_the_order_in_which_they_begin()
    {
        var markup = Markup.Parse("a[|b{|X:c|}|]d$$e", "R");

        Assert.Equal("abcde", markup.Source);
        Assert.Equal([new Mark("R", new TextSpan(1, 2)), new Mark("X", new TextSpan(2, 1))], markup.Marks);
        Assert.Equal(4, markup.Caret);
    }

    [Fact(Timeout = 60_000)]
    public Task Diagnostic_at_its_mark_passes() => Check.AllReportAsync(Doubtful);

    [Fact(Timeout = 60_000)]
    public Task Diagnostic_without_a_mark_fails() =>
        Assert.ThrowsAnyAsync<Exception>(() => Check.AllReportAsync(Doubtful.Replace("{|DLK0007:{tenant}|}", "{tenant}", StringComparison.Ordinal)));

    [Fact(Timeout = 60_000)]
    public Task Mark_without_a_diagnostic_fails() =>
        Assert.ThrowsAnyAsync<Exception>(() => Check.AllReportAsync(Doubtful.Replace("string?", "string", StringComparison.Ordinal)));

    [Fact(Timeout = 60_000)]
    public Task Silence_where_something_is_reported_fails() => Assert.ThrowsAnyAsync<Exception>(
        () => Check.SilentAsync("DLK0007", Doubtful.Replace("{|DLK0007:{tenant}|}", "{tenant}", StringComparison.Ordinal)));

    [Fact(Timeout = 60_000)]
    public Task Severity_of_an_editorconfig_counts() => Check.AllReportAsync(new TestCode(Doubtful.Replace("{|DLK0007:{tenant}|}", "{tenant}", StringComparison.Ordinal))
    {
        EditorConfig = "[*.cs]\ndotnet_diagnostic.DLK0007.severity = none",
    });

    [Fact(Timeout = 60_000)]
    public Task Source_that_does_not_compile_fails_unless_it_may() => Assert.ThrowsAnyAsync<Exception>(
        () => Check.AllReportAsync(new TestCode("public record Order(int Id);") { LanguageVersion = LanguageVersion.CSharp8 }));
}
