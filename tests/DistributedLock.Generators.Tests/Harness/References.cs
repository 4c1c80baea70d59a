using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Generators.Tests.Harness;

/// <summary>What the sources under test are compiled against: the framework that runs the tests, the runtime, and this assembly's provider.</summary>
internal static class References
{
    public static ImmutableArray<MetadataReference> All { get; } = Named(static name => name.StartsWith("System.", StringComparison.Ordinal)
        || name is "netstandard.dll" or "DistributedLock.Runtime.dll" or "DistributedLock.Generators.Tests.dll");

    /// <summary>The job frameworks, and what hosts them.</summary>
    public static ImmutableArray<MetadataReference> JobFrameworks { get; } = Named(static name => name is "Quartz.dll" or "Coravel.dll"
        || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));

    private static ImmutableArray<MetadataReference> Named(Func<string, bool> isMeant) =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => isMeant(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
