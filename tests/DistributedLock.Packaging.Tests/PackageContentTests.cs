using Xunit;

namespace DistributedLock.Packaging.Tests;

public sealed class PackageContentTests(PackedPackages packages)
{
    private const string Generators = "DistributedLock.Generators";
    private const string Runtime = "DistributedLock.Runtime";

    [Fact(Timeout = 30_000)]
    public void Generators_package_carries_everything_that_the_compiler_loads()
    {
        var files = packages.Files(Generators);

        Assert.Contains("analyzers/dotnet/cs/DistributedLock.Generators.dll", files);
        Assert.Contains("analyzers/dotnet/cs/DistributedLock.CodeModel.dll", files);
        Assert.Contains("analyzers/dotnet/cs/DistributedLock.Analyzers.dll", files);
        Assert.Contains("analyzers/dotnet/cs/DistributedLock.Analyzers.CodeFixes.dll", files);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("build/config/distributedlock-all.globalconfig")]
    [InlineData("build/config/distributedlock-recommended.globalconfig")]
    [InlineData("build/config/distributedlock-strict.globalconfig")]
    [InlineData("build/distributedlock-editor.globalconfig")]
    [InlineData("build/DistributedLock.Generators.targets")]
    [InlineData("buildTransitive/DistributedLock.Generators.targets")]
    public void Generators_package_carries_the_presets(string file) => Assert.Contains(file, packages.Files(Generators));

    [Fact(Timeout = 30_000)]
    public void Generators_package_carries_no_assembly_of_the_compiler_itself() =>
        Assert.DoesNotContain(packages.Files(Generators), file => file.Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal));

    [Fact(Timeout = 30_000)]
    public void Generators_package_gives_nothing_to_reference() => Assert.DoesNotContain(
        packages.Files(Generators),
        file => file.StartsWith("lib/", StringComparison.Ordinal) && Path.GetFileName(file) != "_._");

    [Fact(Timeout = 30_000)]
    public void Generators_package_depends_on_the_runtime_of_its_version_and_on_nothing_else()
    {
        var dependencies = packages.Metadata(Generators).Descendants("dependency")
            .Select(dependency => $"{dependency.Attribute("id")!.Value} {dependency.Attribute("version")!.Value}")
            .Distinct();

        Assert.Equal([$"{Runtime} {packages.Version}"], dependencies);
    }

    [Fact(Timeout = 30_000)]
    public void Generators_package_does_not_hide_the_runtime_from_its_consumers()
    {
        var metadata = packages.Metadata(Generators);

        Assert.NotEqual("true", metadata.Element("developmentDependency")?.Value);
        Assert.All(metadata.Descendants("dependency"), dependency => Assert.DoesNotContain("Compile", dependency.Attribute("exclude")?.Value ?? ""));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("", "netstandard2.0", "net8.0", "net10.0")]
    [InlineData(".FileSystem", "netstandard2.0", "net8.0", "net10.0")]
    [InlineData(".Redis", "netstandard2.0", "net8.0", "net10.0")]
    [InlineData(".SqlServer", "netstandard2.0", "net8.0", "net10.0")]
    [InlineData(".Postgres", "net8.0", "net10.0")]
    public void Runtime_packages_serve_every_promised_framework(string backend, params string[] frameworks) => Assert.All(
        frameworks,
        framework =>
        {
            var id = Runtime + backend;
            Assert.Contains($"lib/{framework}/{id}.dll", packages.Files(id));
            Assert.Contains($"lib/{framework}/{id}.xml", packages.Files(id));
        });

    [Fact(Timeout = 30_000)]
    public void AspNetCore_package_serves_every_promised_framework_and_carries_no_framework()
    {
        const string id = "DistributedLock.AspNetCore";
        var metadata = packages.Metadata(id);

        Assert.All(new[] { "net8.0", "net10.0" }, framework =>
        {
            Assert.Contains($"lib/{framework}/{id}.dll", packages.Files(id));
            Assert.Contains($"lib/{framework}/{id}.xml", packages.Files(id));
        });
        Assert.Equal([Runtime], metadata.Descendants("dependency").Select(dependency => dependency.Attribute("id")!.Value).Distinct());
        Assert.Equal(["Microsoft.AspNetCore.App"], metadata.Descendants("frameworkReference").Select(reference => reference.Attribute("name")!.Value).Distinct());
    }

    [Fact(Timeout = 30_000)]
    public void Every_package_has_its_readme_and_license_and_says_what_it_is() => Assert.All(packages.Ids, id =>
    {
        var metadata = packages.Metadata(id);
        Assert.Contains("README.md", packages.Files(id));
        Assert.Equal("README.md", metadata.Element("readme")?.Value);
        Assert.Equal("MIT", metadata.Element("license")?.Value);
        Assert.NotEqual("Package Description", metadata.Element("description")?.Value);
        Assert.Equal(packages.Version, metadata.Element("version")?.Value);
    });

    [Fact(Timeout = 30_000)]
    public void What_is_not_for_users_is_not_packed()
    {
        var ids = packages.Ids.ToArray();

        Assert.Contains(Generators, ids);
        Assert.DoesNotContain("DistributedLock.CodeModel", ids);
        Assert.DoesNotContain(ids, id => id.EndsWith(".Tests", StringComparison.Ordinal) || id.EndsWith(".Benchmarks", StringComparison.Ordinal));
    }
}
