namespace DistributedLock.Analyzers.RealCode.Sources;

/// <summary>The files that make one compilation.</summary>
/// <param name="Name">The input.</param>
/// <param name="Files">Its files.</param>
/// <param name="Assemblies">The assemblies that it is the source of: what is analyzed must not be a reference of itself.</param>
internal sealed record SourceSet(string Name, IReadOnlyList<SourceFile> Files, IReadOnlyList<string> Assemblies)
{
    /// <summary>The assemblies of the packages that its projects reference.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>The projects that its own reference, by the path of their files.</summary>
    public IReadOnlyList<string> Projects { get; init; } = [];

    /// <exception cref="ArgumentException">There is nothing at that path.</exception>
    public static IEnumerable<SourceSet> At(string path, bool isEach)
    {
        if (path.Contains('+', StringComparison.Ordinal) && !Path.Exists(path))
        {
            var parts = path.Split('+').SelectMany(static part => At(part, isEach: false)).ToList();
            return [new SourceSet(string.Join(" + ", parts.Select(static part => part.Name)), [.. parts.SelectMany(static part => part.Files).DistinctBy(static file => Path.GetFullPath(file.Path))], [.. parts.SelectMany(static part => part.Assemblies)])
            {
                Packages = [.. parts.SelectMany(static part => part.Packages)],
                Projects = [.. parts.SelectMany(static part => part.Projects)],
            }];
        }

        if (File.Exists(path))
        {
            return Path.GetExtension(path) switch
            {
                ".dll" => [new SourceSet(Path.GetFileName(path), DecompiledAssembly.Read(path), [Path.GetFileNameWithoutExtension(path)])],
                ".csproj" => [OfFolder(Path.GetDirectoryName(Path.GetFullPath(path))!)],
                _ => [new SourceSet(path, [SourceFile.Read(path)], [])],
            };
        }

        if (!Directory.Exists(path))
        {
            throw new ArgumentException($"There is no file or folder {path}.");
        }

        return isEach ? Directory.EnumerateFiles(path, "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(static project => At(project, isEach: false))
            : [OfFolder(path)];
    }

    private static SourceSet OfFolder(string folder)
    {
        var projects = Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories).Where(file => !IsOutput(folder, file)).Order(StringComparer.Ordinal).Select(ProjectFile.Read).ToList();
        var sources = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(file => !IsOutput(folder, file))
            .Concat(projects.SelectMany(static project => project.LinkedFiles))
            .Select(Path.GetFullPath)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(SourceFile.Read);
        var name = Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar));
        var generated = projects.Select(static project => new SourceFile($"{project.Name}.g.cs", project.GeneratedText));
        return new SourceSet(name, [.. sources, .. generated], [.. projects.Select(static project => project.Name)])
        {
            Packages = [.. projects.SelectMany(static project => project.PackageAssemblies()).Distinct(StringComparer.Ordinal)],
            Projects = [.. projects.SelectMany(static project => project.Projects).Distinct(StringComparer.Ordinal)],
        };
    }

    // Programs of the corpus and snapshots of generated code are data of a test, of one name or wrong on purpose.
    private static bool IsOutput(string folder, string file)
    {
        var parts = Path.GetRelativePath(folder, file).Split('/', '\\');
        return file.EndsWith(".verified.cs", StringComparison.Ordinal) || parts.Contains("bin") || parts.Contains("obj") || (parts.Contains("Corpus") && parts.Any(static part => part is "Wrong" or "Right" or "Leaks" or "Calls"));
    }
}
