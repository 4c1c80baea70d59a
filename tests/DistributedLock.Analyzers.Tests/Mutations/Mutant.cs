using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.Tests.Mutations;

/// <summary>A source that was broken by a number: the same number gives the same source.</summary>
internal sealed record Mutant(int Seed, TestCode Code)
{
    // Far above what any of these small sources needs on a busy machine; below it nobody would call it a hang.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CompilerLimit = TimeSpan.FromSeconds(10);

    private static readonly LanguageVersion[] Versions = [LanguageVersion.CSharp9, LanguageVersion.CSharp10, LanguageVersion.CSharp12, LanguageVersion.Preview];

    public static Mutant Of(int seed)
    {
        var random = new Random(seed);
        var code = MutationSources.All[random.Next(MutationSources.All.Count)];
        return new Mutant(seed, code with
        {
            Source = new Mutator(random).Mutate(code.Source),
            Imports = random.Next(8) == 0 ? WithoutSome(random) : TestCode.Usings,
            LanguageVersion = random.Next(4) == 0 ? Versions[random.Next(Versions.Length)] : code.LanguageVersion,
            Nullable = random.Next(4) == 0 ? NullableContextOptions.Disable : code.Nullable,
            MayNotCompile = true,
        });
    }

    /// <summary>
    /// Fails with the source where the work on it throws or does not end. A source that the compiler alone does not come to an end with, before any rule sees it, says nothing
    /// about the rules: 4.14 hangs on <c>name(string name, CancellationToken cancellationToken = $"{name}")</c>.
    /// </summary>
    public async Task SurvivesAsync(Func<TestCode, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await Task.Run(() => work(Code, limit.Token), limit.Token).WaitAsync(Limit, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (exception is TimeoutException or OperationCanceledException && await HangsTheCompilerAsync(cancellationToken))
            {
                return;
            }

            Assert.Fail($"Mutation {Seed} (C# {Code.LanguageVersion.ToDisplayString()}, nullable {Code.Nullable}): {exception}\n{Code.Imports}{Code.Source}");
        }
    }

    private async Task<bool> HangsTheCompilerAsync(CancellationToken cancellationToken)
    {
        var tree = CSharpSyntaxTree.ParseText(Code.Imports + Code.Source, CSharpParseOptions.Default.WithLanguageVersion(Code.LanguageVersion), cancellationToken: cancellationToken);
        var compilation = CSharpCompilation.Create("Test", [tree], [.. References.All, .. Code.OtherReferences], TestCompilation.OptionsOf(Code));
        try
        {
            await Task.Run(() => compilation.GetDiagnostics(cancellationToken), cancellationToken).WaitAsync(CompilerLimit, cancellationToken);
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    private static string WithoutSome(Random random) =>
        string.Concat(TestCode.Usings.Split('\n').Where(_ => random.Next(3) > 0).Select(static line => line + "\n"));
}
