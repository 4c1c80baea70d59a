namespace DistributedLock.Analyzers;

/// <summary>Where each diagnostic is explained.</summary>
public static class DiagnosticPages
{
    /// <summary>The folder with one page for each id.</summary>
    public const string Folder = "https://github.com/distributedlock-generators/DistributedLock.Generators/blob/main/docs/diagnostics/";

    /// <summary>The page of one id.</summary>
    public static string Of(string id) => $"{Folder}{id}.md";
}
