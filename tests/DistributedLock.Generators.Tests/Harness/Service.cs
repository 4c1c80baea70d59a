using System.Collections.Concurrent;

namespace DistributedLock.Generators.Tests.Harness;

/// <summary>Runs generated code: compiles a source once, and makes a new instance of its <c>Service</c> for each test.</summary>
internal static class Service
{
    private static readonly ConcurrentDictionary<string, Lazy<Type>> Types = new();

    /// <summary>The class <c>Service</c> of a source, whose constructor takes the provider.</summary>
    public static dynamic Create(string source, RecordingProvider? provider) => Activator.CreateInstance(TypeOf(source), [provider])!;

    public static Type TypeOf(string source) => Types.GetOrAdd(
        source, static text => new Lazy<Type>(() => CompiledSource.Of(text).Load().GetType("Service", throwOnError: true)!)).Value;
}
