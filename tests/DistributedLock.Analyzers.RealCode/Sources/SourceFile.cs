namespace DistributedLock.Analyzers.RealCode.Sources;

/// <summary>A file and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public static SourceFile Read(string path) => new(path, File.ReadAllText(path));
}
