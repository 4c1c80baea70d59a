namespace DistributedLock.Analyzers.RealCode.Sources;

/// <summary>The files that make one compilation.</summary>
internal sealed record SourceSet(string Name, IReadOnlyList<SourceFile> Files)
{
    /// <exception cref="ArgumentException">There is nothing at that path.</exception>
    public static IEnumerable<SourceSet> At(string path, bool isEach)
    {
        if (path.Contains('+', StringComparison.Ordinal) && !Path.Exists(path))
        {
            var parts = path.Split('+').SelectMany(static part => At(part, isEach: false)).ToList();
            return [new SourceSet(string.Join(" + ", parts.Select(static part => part.Name)), [.. parts.SelectMany(static part => part.Files)])];
        }

        if (File.Exists(path))
        {
            return Path.GetExtension(path) switch
            {
                ".dll" => [new SourceSet(Path.GetFileName(path), DecompiledAssembly.Read(path))],
                ".csproj" => [OfFolder(Path.GetDirectoryName(Path.GetFullPath(path))!)],
                _ => [new SourceSet(path, [SourceFile.Read(path)])],
            };
        }

        if (!Directory.Exists(path))
        {
            throw new ArgumentException($"There is no file or folder {path}.");
        }

        return isEach ? Directory.EnumerateFiles(path, "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(static project => At(project, isEach: false))
            : [OfFolder(path)];
    }

    private static SourceSet OfFolder(string folder) => new(
        Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar)),
        [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(file => !IsOutput(folder, file)).Order(StringComparer.Ordinal).Select(SourceFile.Read)]);

    // Programs of the corpus are data of a test, wrong on purpose and many of one name.
    private static bool IsOutput(string folder, string file)
    {
        var parts = Path.GetRelativePath(folder, file).Split('/', '\\');
        return parts.Contains("bin") || parts.Contains("obj") || (parts.Contains("Corpus") && parts.Any(static part => part is "Wrong" or "Right" or "Leaks" or "Calls"));
    }
}
