using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Harness;

/// <summary>Compares what the analyzers report with the marks in a source.</summary>
internal static class Check
{
    /// <summary>One rule reports on exactly the marked places; what other rules say does not matter, except where they are marked by their id.</summary>
    public static Task<ImmutableArray<Diagnostic>> ReportsAsync(string ruleId, TestCode code) => CompareAsync(ruleId, code, onlyMarked: true);

    /// <summary>One rule has nothing to say.</summary>
    public static async Task SilentAsync(string ruleId, TestCode code)
    {
        Assert.Empty(Markup.Parse(code.Source, ruleId).Marks);
        await CompareAsync(ruleId, code, onlyMarked: true);
    }

    /// <summary>All rules together report on exactly the marked places.</summary>
    public static Task<ImmutableArray<Diagnostic>> AllReportAsync(TestCode code) => CompareAsync(ruleId: null, code, onlyMarked: false);

    private static async Task<ImmutableArray<Diagnostic>> CompareAsync(string? ruleId, TestCode code, bool onlyMarked)
    {
        var markup = Markup.Parse(code.Source, ruleId);
        var compiled = TestCompilation.Of(code with { Source = markup.Source });
        var found = await compiled.DiagnosticsAsync(TestContext.Current.CancellationToken);
        var ids = markup.Marks.Select(static mark => mark.Id).Append(ruleId).ToHashSet();
        var relevant = found.Where(diagnostic => !onlyMarked || ids.Contains(diagnostic.Id)).ToImmutableArray();

        var offset = TestCode.Usings.Length;
        var expected = markup.Marks.Select(mark => $"{mark.Id} at {mark.Span.Start}: {markup.Source.Substring(mark.Span.Start, mark.Span.Length)}");
        var actual = relevant.Select(diagnostic => $"{diagnostic.Id} at {diagnostic.Location.SourceSpan.Start - offset}: {TextAt(diagnostic.Location)}");
        Assert.True(expected.SequenceEqual(actual), $"""
            Expected:
            {string.Join('\n', expected)}
            Found:
            {string.Join('\n', relevant.Select(static diagnostic => diagnostic.ToString()).Zip(actual, static (message, place) => $"{place}   <- {message}"))}
            """);
        return relevant;
    }

    private static string TextAt(Location location) => location.SourceTree?.GetText().ToString(location.SourceSpan) ?? "(nowhere)";
}
