using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Harness;

/// <summary>What the sources under test are compiled against: the framework that runs the tests, the runtime, and a job framework.</summary>
internal static class References
{
    public static ImmutableArray<MetadataReference> All { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll"
                || name is "DistributedLock.Runtime.dll" or "Coravel.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
