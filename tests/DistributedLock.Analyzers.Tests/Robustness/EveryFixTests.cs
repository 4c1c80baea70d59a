using DistributedLock.Analyzers.Tests.Harness;
using DistributedLock.Analyzers.Tests.Mutations;

namespace DistributedLock.Analyzers.Tests.Robustness;

/// <summary>Whatever is offered on the corpus and on the examples of the documentation can be applied, and compiles.</summary>
public class EveryFixTests
{
    private const int Parts = 12;

    public static TheoryData<int> Numbers { get; } = [.. Enumerable.Range(0, Parts)];

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(Numbers))]
    public async Task Program_compiles_after_every_fix(int part)
    {
        foreach (var code in MutationSources.All.Where((_, index) => index % Parts == part))
        {
            await EveryFix.CompilesAsync(code with { MayNotCompile = true });
        }
    }

    /// <summary>As if somebody had put the attribute on ordinary methods: nothing is partial, and each core has its wrapper's place.</summary>
    [Theory(Timeout = 240_000)]
    [MemberData(nameof(Numbers))]
    public async Task Program_without_partial_compiles_after_every_fix(int part)
    {
        foreach (var code in MutationSources.All.Where((code, index) => index % Parts == part && code.Source.Contains("[DistributedLock(", StringComparison.Ordinal)))
        {
            var source = System.Text.RegularExpressions.Regex.Replace(code.Source.Replace("partial class", "class", StringComparison.Ordinal), @"partial ([^;{}]*\));", "$1 => throw new NotSupportedException();");
            await EveryFix.CompilesAsync(code with { Source = source, MayNotCompile = true });
        }
    }
}
