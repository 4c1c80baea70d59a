using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>A locked method without a provider, and the class after the fix.</summary>
internal static class ProviderAddition
{
    public const string Method = """
            [DistributedLock("a")]
            public partial void Run();

            private void RunCore() { }
        """;

    public static async Task GivesAsync(TestCode before, string after)
    {
        await Fix.MendsAsync("DLK0008", before, after);
        if (before.OtherFiles.Count == 0)
        {
            await Declaration.IsSoundAsync(before with { Source = after });
        }
    }
}
