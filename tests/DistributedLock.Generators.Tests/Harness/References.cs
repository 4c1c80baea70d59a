using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Generators.Tests.Harness;

/// <summary>What the sources under test are compiled against: the framework that runs the tests, the runtime, and this assembly's provider.</summary>
internal static class References
{
    public static ImmutableArray<MetadataReference> All { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll"
                || name is "Microsoft.Extensions.DependencyInjection.Abstractions.dll" || name is "DistributedLock.Runtime.dll" || name is "DistributedLock.Generators.Tests.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
