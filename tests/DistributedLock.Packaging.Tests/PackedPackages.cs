using System.IO.Compression;
using System.Xml.Linq;
using DistributedLock.Packaging.Tests;
using DistributedLock.Tests.Processes;
using Xunit;

[assembly: AssemblyFixture(typeof(PackedPackages))]

namespace DistributedLock.Packaging.Tests;

/// <summary>The repository's packages, packed once into <c>artifacts/</c> before the tests look at them.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly string _directory = Repository.PathOf("artifacts");

    /// <summary>A package source for consumers.</summary>
    public string Source => _directory;

    /// <summary>The version that all packages share.</summary>
    public string Version { get; private set; } = "";

    public IEnumerable<string> Ids => Directory.GetFiles(_directory, "*.nupkg")
        .Select(file => Path.GetFileName(file)[..^$".{Version}.nupkg".Length])
        .Order(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        // What an earlier version has left would be offered to the consumers too.
        if (Directory.Exists(_directory))
        {
            foreach (var package in Directory.GetFiles(_directory, "*.nupkg"))
            {
                File.Delete(package);
            }
        }

        foreach (var project in PackableProjects())
        {
            var pack = await ConsoleRun.DotnetAsync("pack", [project, "-c", "Release"], Repository.Root, Limit, CancellationToken.None);
            Assert.True(pack.ExitCode == 0, pack.Text);
        }

        Version = Directory.GetFiles(_directory, "DistributedLock.Generators.*.nupkg")
            .Select(file => Path.GetFileNameWithoutExtension(file)["DistributedLock.Generators.".Length..])
            .Single();
    }

    public ValueTask DisposeAsync() => default;

    /// <summary>The paths of a package's files, without those that are the container's own business.</summary>
    public IReadOnlyList<string> Files(string id)
    {
        using var package = Open(id);
        return [.. package.Entries.Select(entry => entry.FullName).Where(IsContent).Order(StringComparer.Ordinal)];
    }

    /// <summary>The package's description of itself.</summary>
    public XElement Metadata(string id)
    {
        using var package = Open(id);
        using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");

        // The schema's namespace varies with the features that a package uses; nothing here depends on it.
        foreach (var element in metadata.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }

        return metadata;
    }

    private static IEnumerable<string> PackableProjects() => new[] { "src", "generators", "analyzers" }
        .Select(folder => Repository.PathOf(folder))
        .Where(Directory.Exists)
        .SelectMany(Directory.GetDirectories)
        .SelectMany(folder => Directory.GetFiles(folder, "*.csproj"))
        .Where(project => File.ReadAllText(project).Contains("<IsPackable>true</IsPackable>", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static bool IsContent(string path) =>
        !path.StartsWith("_rels/", StringComparison.Ordinal)
        && !path.StartsWith("package/", StringComparison.Ordinal)
        && path != "[Content_Types].xml"
        && !path.EndsWith(".nuspec", StringComparison.Ordinal);

    private ZipArchive Open(string id) => ZipFile.OpenRead(Path.Combine(_directory, $"{id}.{Version}.nupkg"));
}
