using DistributedLock.Analyzers.Tests.Documentation;
using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.Tests.Robustness;

/// <summary>While somebody types, code is wrong most of the time: whatever is missing from it, no analyzer and no suppressor throws.</summary>
public class HalfTypedCodeTests
{
    private const int Mutations = 12;

    public static TheoryData<string> Ids { get; } = [.. DiagnosticPage.Ids.Order(StringComparer.Ordinal)];

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Ids))]
    public async Task Examples_with_parts_taken_out_doubled_or_moved_make_no_analyzer_throw(string id)
    {
        // The same every time: a failure can be repeated.
        var random = new Random(int.Parse(id[3..], System.Globalization.CultureInfo.InvariantCulture));
        foreach (var heading in new[] { "Bad", "Good" })
        {
            var tokens = SyntaxFactory.ParseTokens(DiagnosticPage.Of(id).Example(heading)).Select(token => token.ToFullString()).ToList();
            for (var mutation = 0; mutation < Mutations; mutation++)
            {
                var source = string.Concat(Mutate(tokens, random));

                // Fails when anything throws: the compiler reports that as AD0001.
                await TestCompilation.Of(new TestCode(source) { MayNotCompile = true }).DiagnosticsAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    private static List<string> Mutate(List<string> tokens, Random random)
    {
        var mutated = tokens.ToList();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(mutated.Count);
            var length = Math.Min(random.Next(1, 5), mutated.Count - at);
            switch (random.Next(3))
            {
                case 0:
                    mutated.RemoveRange(at, length);
                    break;
                case 1:
                    mutated.InsertRange(at, mutated.GetRange(at, length));
                    break;
                default:
                    mutated.Insert(at, mutated[random.Next(mutated.Count)]);
                    break;
            }
        }

        return mutated;
    }
}
