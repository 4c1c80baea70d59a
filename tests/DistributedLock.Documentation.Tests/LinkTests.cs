using System.Text.RegularExpressions;

namespace DistributedLock.Documentation.Tests;

public sealed partial class LinkTests
{
    // RepositoryUrl of Directory.Build.props.
    private const string Repository = "https://github.com/distributedlock-generators/DistributedLock.Generators/blob/main/";

    public static TheoryData<string> AllPages => [.. Pages.All()];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(AllPages))]
    public void Page_links_only_to_files_that_exist(string page)
    {
        var folder = Path.GetDirectoryName(page) ?? "";
        var dead = Targets(page)
            .Select(target => target.StartsWith(Repository, StringComparison.Ordinal) ? target[Repository.Length..] : Path.Combine(folder, target))
            .Where(static target => !target.Contains("://", StringComparison.Ordinal))
            .Where(static target => !Pages.Exists(target.Split('#')[0]));

        Assert.Empty(dead);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(AllPages))]
    public void Page_links_only_to_headings_that_exist(string page)
    {
        var folder = Path.GetDirectoryName(page) ?? "";
        var dead = Link().Matches(Pages.Read(page)).Select(static match => match.Groups["target"].Value)
            .Select(static target => target.StartsWith(Repository, StringComparison.Ordinal) ? "/" + target[Repository.Length..] : target)
            .Where(static target => target.Contains(".md#", StringComparison.Ordinal) || target.StartsWith('#'))
            .Where(static target => !target.Contains("://", StringComparison.Ordinal))
            .Where(target => target.Split('#') is not [var file, var anchor] || !Pages.Anchors(file switch
            {
                "" => page,
                ['/', ..] => file[1..],
                _ => Path.Combine(folder, file),
            }).Contains(anchor));

        Assert.Empty(dead);
    }

    // It is packed into every package, and shown on pages that know nothing of the repository.
    [Fact(Timeout = 60_000)]
    public void Readme_has_no_relative_link() =>
        Assert.All(Targets("README.md"), target => Assert.StartsWith("https://", target, StringComparison.Ordinal));

    private static IEnumerable<string> Targets(string page) => Link().Matches(Pages.Read(page))
        .Select(static match => match.Groups["target"].Value)
        .Where(static target => !target.StartsWith('#'));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
