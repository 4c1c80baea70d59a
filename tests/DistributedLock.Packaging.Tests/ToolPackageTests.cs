using DistributedLock.Tests.Processes;
using Xunit;

namespace DistributedLock.Packaging.Tests;

public sealed class ToolPackageTests(PackedPackages packages)
{
    private const string Id = "DistributedLock.Tool";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact(Timeout = 30_000)]
    public void Tool_package_is_a_tool_with_everything_in_it()
    {
        var files = packages.Files(Id);

        Assert.Contains("tools/net10.0/any/DistributedLock.Tool.dll", files);
        Assert.Contains("tools/net10.0/any/DistributedLock.Runtime.dll", files);
        Assert.Contains("tools/net10.0/any/Npgsql.dll", files);
        Assert.Equal(["DotnetTool"], packages.Metadata(Id).Descendants("packageType").Select(static type => type.Attribute("name")!.Value));
        Assert.Empty(packages.Metadata(Id).Descendants("dependency"));
    }

    [Fact(Timeout = 240_000)]
    public async Task Tool_that_is_installed_from_its_package_runs()
    {
        var folder = Directory.CreateTempSubdirectory("distributedlock-tool-");
        var stop = TestContext.Current.CancellationToken;
        try
        {
            // Its only source, so that no package of the same name from elsewhere is taken.
            var config = Path.Combine(folder.FullName, "nuget.config");
            await File.WriteAllTextAsync(config, $"""<configuration><packageSources><clear /><add key="artifacts" value="{packages.Source}" /></packageSources></configuration>""", stop);
            var install = await ConsoleRun.StartAsync(
                "dotnet", ["tool", "install", Id, "--version", packages.Version, "--tool-path", folder.FullName, "--configfile", config, "--no-cache"], folder.FullName, Limit, stop);
            Assert.True(install.ExitCode == 0, install.Text);

            var distlock = Path.Combine(folder.FullName, "distlock");
            var version = await ConsoleRun.StartAsync(distlock, ["--version"], folder.FullName, Limit, stop);
            var doctor = await ConsoleRun.StartAsync(distlock, ["doctor", "--create", "--directory", Path.Combine(folder.FullName, "locks")], folder.FullName, Limit, stop);

            Assert.StartsWith(packages.Version, version.Text, StringComparison.Ordinal);
            Assert.True(doctor.ExitCode is 0 or 6, doctor.Text);
            Assert.Contains(doctor.Output, static line => line.Contains("\tok\tlock\t", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
