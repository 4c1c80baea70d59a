using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>DLK0001 and its fix.</summary>
internal static class MethodNotPartialFix
{
    public const string Rule = "DLK0001";

    public static async Task MendsAsync(string before, string after)
    {
        await Fix.MendsAsync(Rule, before, after);
        await Declaration.IsSoundAsync(after);
    }
}
