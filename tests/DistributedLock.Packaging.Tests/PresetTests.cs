using System.Text.RegularExpressions;
using Xunit;

namespace DistributedLock.Packaging.Tests;

/// <summary>The property of a consumer's project file chooses how loud the packed analyzers are.</summary>
public sealed partial class PresetTests(PackedPackages packages)
{
    /// <summary>Nothing is wrong with this but for DLK0107, which is only an information.</summary>
    private const string CoreWithoutToken = """
        using System.Threading.Tasks;
        using DistributedLock;

        public partial class Reports(IDistributedLockProvider locks)
        {
            [DistributedLock("report")]
            public partial Task GenerateAsync();

            private async Task GenerateCoreAsync() => await Task.Delay(10);
        }
        """;

    [Theory(Timeout = 180_000)]
    [InlineData("")]
    [InlineData("<DistributedLockAnalysisLevel>recommended</DistributedLockAnalysisLevel>")]
    public async Task Build_with_all_assemblies_of_the_package_has_no_warning(string property)
    {
        using var consumer = Library(property);

        var build = await consumer.BuildAsync();

        // Warnings would be errors here. The compiler has some about assemblies that it loads as analyzers and cannot use (CS8032, CS8033).
        Assert.True(build.ExitCode == 0, build.Text);
        Assert.DoesNotMatch(Warning(), build.Text);
    }

    [Theory(Timeout = 180_000)]
    [InlineData("all")]
    [InlineData("Strict")]
    public async Task Level_raises_what_was_an_information(string level)
    {
        using var consumer = Library($"<DistributedLockAnalysisLevel>{level}</DistributedLockAnalysisLevel>");

        var build = await consumer.BuildAsync();

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("error DLK0107", build.Text);
    }

    [Fact(Timeout = 180_000)]
    public async Task Editorconfig_of_the_project_wins()
    {
        using var consumer = Library(
            "<DistributedLockAnalysisLevel>strict</DistributedLockAnalysisLevel>", "[*.cs]\ndotnet_diagnostic.DLK0107.severity = none\n");

        var build = await consumer.BuildAsync();

        Assert.True(build.ExitCode == 0, build.Text);
    }

    [Fact(Timeout = 180_000)]
    public async Task Level_that_does_not_exist_stops_the_build()
    {
        using var consumer = Library("<DistributedLockAnalysisLevel>strikt</DistributedLockAnalysisLevel>");

        var build = await consumer.BuildAsync();

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("write 'all', 'recommended' or 'strict'", build.Text);
    }

    private Consumer Library(string properties, string editorConfig = "") =>
        new(packages, "net10.0", "Library", "latest", CoreWithoutToken, properties, editorConfig);

    [GeneratedRegex(@"warning [A-Z]+\d+")]
    private static partial Regex Warning();
}
