using System.Text.Json;
using System.Xml.Linq;

namespace DistributedLock.Analyzers.RealCode.Sources;

/// <summary>What a project file says about the compilation of its folder. It is read, not evaluated: conditions and properties do not count.</summary>
internal sealed class ProjectFile
{
    private readonly string _folder;
    private readonly XDocument _project;

    private ProjectFile(string path)
    {
        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        _project = XDocument.Load(path);
        Name = Path.GetFileNameWithoutExtension(path);
    }

    public string Name { get; }

    /// <summary>Files of other folders that it compiles.</summary>
    public IEnumerable<string> LinkedFiles => Included("Compile").Where(static include => include.StartsWith("..", StringComparison.Ordinal)).SelectMany(Matching);

    /// <summary>The projects that it references, by the path of their files.</summary>
    public IEnumerable<string> Projects => Included("ProjectReference").Select(include => Path.GetFullPath(Path.Combine(_folder, include))).Where(File.Exists);

    /// <summary>What the build would write: global usings, and who sees what is internal.</summary>
    public string GeneratedText => string.Concat(
        Included("Using").Select(static name => $"global using {name};\n")
            .Concat(Included("InternalsVisibleTo").Select(static name => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{name}\")]\n")));

    public static ProjectFile Read(string path) => new(path);

    /// <summary>The assemblies of its packages, with those that these need, as its last restore found them.</summary>
    public IEnumerable<string> PackageAssemblies()
    {
        var file = Path.Combine(_folder, "obj", "project.assets.json");
        if (!File.Exists(file))
        {
            Console.Error.WriteLine($"{Name} is not restored, so its packages are missing: run dotnet restore.");
            yield break;
        }

        using var assets = JsonDocument.Parse(File.ReadAllText(file));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(static folder => folder.Name).ToList();
        var libraries = assets.RootElement.GetProperty("libraries");
        var targets = assets.RootElement.GetProperty("targets").EnumerateObject().ToList();

        // A project that is built for several frameworks is looked at as this program sees it.
        var target = targets.Find(static candidate => candidate.Name == "net10.0") is { Value.ValueKind: JsonValueKind.Object } newest ? newest : targets[0];
        foreach (var library in target.Value.EnumerateObject().Where(static library => library.Value.GetProperty("type").GetString() == "package"))
        {
            if (!library.Value.TryGetProperty("compile", out var compiled))
            {
                continue;
            }

            var path = libraries.GetProperty(library.Name).GetProperty("path").GetString()!;
            foreach (var assembly in compiled.EnumerateObject().Where(static assembly => assembly.Name.EndsWith(".dll", StringComparison.Ordinal)))
            {
                if (folders.Select(folder => Path.Combine(folder, path, assembly.Name)).FirstOrDefault(File.Exists) is { } found)
                {
                    yield return found;
                }
            }
        }
    }

    private IEnumerable<string> Included(string item) => _project.Descendants(item).Attributes("Include")
        .SelectMany(static include => include.Value.Split(';'))
        .Select(static include => include.Trim().Replace('\\', '/'))
        .Where(static include => include.Length > 0 && !include.Contains('$', StringComparison.Ordinal));

    private IEnumerable<string> Matching(string include)
    {
        var path = Path.GetFullPath(Path.Combine(_folder, include));
        return Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Order(StringComparer.Ordinal);
    }
}
