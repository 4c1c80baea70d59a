using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>A method with the attribute and a body, before the fix of DLK0001 and after it.</summary>
internal static class MethodDivision
{
    public const string Rule = "DLK0001";

    public static async Task MendsAsync(string before, string after)
    {
        await Fix.MendsAsync(Rule, InService(before), InService(after));
        await Declaration.IsSoundAsync(InService(after));
    }

    public static string InService(string members) => $$"""
        public partial class Service(IDistributedLockProvider locks)
        {
        {{members}}
        }
        """;
}
