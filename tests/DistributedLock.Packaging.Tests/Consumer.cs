using System.Xml.Linq;
using DistributedLock.Tests.Processes;
using Xunit;

namespace DistributedLock.Packaging.Tests;

/// <summary>
/// A project outside of the repository that knows only the packages. It has its own package folder, so that a package of the same version from an
/// earlier run is never taken for the new one; what is not ours comes from the machine's configured sources.
/// </summary>
internal sealed class Consumer : IDisposable
{
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RunLimit = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("distributedlock-consumer-");

    /// <param name="packages">The packages that it knows.</param>
    /// <param name="framework">Its target framework.</param>
    /// <param name="outputType"><c>Exe</c> or <c>Library</c>.</param>
    /// <param name="languageVersion">Its version of C#.</param>
    /// <param name="source">Its only file.</param>
    /// <param name="properties">More properties, as XML.</param>
    /// <param name="editorConfig">The text of its <c>.editorconfig</c>.</param>
    /// <param name="library">The only file of another project that it refers to.</param>
    public Consumer(
        PackedPackages packages, string framework, string outputType, string languageVersion, string source, string properties = "", string editorConfig = "", string? library = null)
    {
        Write(".editorconfig", "root = true\n" + editorConfig);
        Write("Consumer.cs", source);
        Write("nuget.config", NuGetConfig(packages.Source).ToString());

        // Nothing above the temporary folder may have a say.
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        var reference = string.Empty;
        if (library is not null)
        {
            _directory.CreateSubdirectory("Library");
            Write("Library/Library.cs", library);
            Write("Library/Library.csproj", Project("Library", string.Empty));
            reference = """<Compile Remove="Library/**" /><ProjectReference Include="Library/Library.csproj" />""";
        }

        Write("Consumer.csproj", Project(outputType, reference));

        string Project(string output, string items) => $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>{framework}</TargetFramework>
                <OutputType>{output}</OutputType>
                <LangVersion>{languageVersion}</LangVersion>
                <Nullable>enable</Nullable>
                <ImplicitUsings>disable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="DistributedLock.Generators" Version="{packages.Version}" />
                <PackageReference Include="DistributedLock.Runtime.FileSystem" Version="{packages.Version}" />
                {items}
              </ItemGroup>
            </Project>
            """;
    }

    public Task<ConsoleRun> BuildAsync() => ConsoleRun.DotnetAsync(
        "build", ["Consumer.csproj"], _directory.FullName, BuildLimit, TestContext.Current.CancellationToken);

    /// <summary>Runs what was built, with the folder for its locks as the only argument.</summary>
    public Task<ConsoleRun> RunAsync()
    {
        var program = Directory.GetFiles(Path.Combine(_directory.FullName, "bin"), "Consumer.dll", SearchOption.AllDirectories).Single();
        return ConsoleRun.StartAsync(
            "dotnet", [program, Path.Combine(_directory.FullName, "locks")], _directory.FullName, RunLimit, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static XElement NuGetConfig(string source)
    {
        var config = new XElement(
            "configuration",
            new XElement("config", new XElement("add", new XAttribute("key", "globalPackagesFolder"), new XAttribute("value", "packages"))),
            new XElement("packageSources", new XElement("add", new XAttribute("key", "artifacts"), new XAttribute("value", source))));

        // Spares the download of what the machine has already, unless a copy of ours lies there, which would win over the new one.
        var shared = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        if (Directory.Exists(shared) && Directory.GetDirectories(shared, "distributedlock.*").Length == 0)
        {
            config.Add(new XElement(
                "fallbackPackageFolders", new XElement("add", new XAttribute("key", "machine"), new XAttribute("value", shared))));
        }

        return config;
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_directory.FullName, file), text);
}
