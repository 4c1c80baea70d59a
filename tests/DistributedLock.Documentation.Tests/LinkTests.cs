using System.Text.RegularExpressions;

namespace DistributedLock.Documentation.Tests;

public sealed partial class LinkTests
{
    public static TheoryData<string> AllPages => [.. Pages.All()];

    [Theory]
    [MemberData(nameof(AllPages))]
    public void Page_links_only_to_files_that_exist(string page)
    {
        var folder = Path.GetDirectoryName(page) ?? "";
        var dead = Link().Matches(Pages.Read(page))
            .Select(static match => match.Groups["target"].Value)
            .Where(static target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
            .Where(target => !Pages.Exists(Path.Combine(folder, target.Split('#')[0])));

        Assert.Empty(dead);
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
