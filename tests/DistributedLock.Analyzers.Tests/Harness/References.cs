using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Harness;

/// <summary>What the sources under test are compiled against: the framework that runs the tests, the runtime, and a job framework.</summary>
internal static class References
{
    public static ImmutableArray<MetadataReference> All { get; } =
        Named(static name => name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "DistributedLock.Runtime.dll" or "Coravel.dll");

    /// <summary>A container's registrations.</summary>
    public static ImmutableArray<MetadataReference> Container { get; } = Named(static name => name is "Microsoft.Extensions.DependencyInjection.Abstractions.dll");

    private static ImmutableArray<MetadataReference> Named(Func<string, bool> isMeant) =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => isMeant(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
