using System.Text.RegularExpressions;
using DistributedLock.Analyzers.Tests.Corpus;
using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Mutations;

/// <summary>What is broken at random: every program of the corpus, the filled templates, and the examples of the documentation.</summary>
internal static partial class MutationSources
{
    public static IReadOnlyList<TestCode> All { get; } = [.. Programs(), .. Templates(), .. Examples()];

    private static IEnumerable<TestCode> Programs() =>
        CorpusProgram.In("Wrong").Concat(CorpusProgram.In("Right")).Select(CorpusProgram.Load).Select(static code => code with { Source = Unmarked(code.Source) });

    private static IEnumerable<TestCode> Templates()
    {
        foreach (var template in CorpusProgram.In("Leaks"))
        {
            yield return Unmarked(AcquireForm.All[0].In(CorpusProgram.Text(template), "DLK0102"));
        }

        foreach (var template in CorpusProgram.In("Calls"))
        {
            yield return Unmarked(CallFault.All[0].In(CorpusProgram.Text(template), throughOneMore: true, keySuffix: ""));
        }
    }

    private static IEnumerable<TestCode> Examples() =>
        from page in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Docs"), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        from Match example in Example().Matches(File.ReadAllText(page).ReplaceLineEndings("\n"))
        select new TestCode(example.Groups["code"].Value);

    private static string Unmarked(string source) => Markup.Parse(source).Source;

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
