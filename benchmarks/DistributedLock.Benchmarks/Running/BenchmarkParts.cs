using DistributedLock.Benchmarks.CompileTime;
using DistributedLock.Benchmarks.FileHandover;
using DistributedLock.Benchmarks.InMemory;
using DistributedLock.Benchmarks.Postgres;
using DistributedLock.Benchmarks.Redis;
using DistributedLock.Benchmarks.SqlServer;
using DistributedLock.Benchmarks.Wrappers;

namespace DistributedLock.Benchmarks.Running;

/// <summary>All parts, in the order of the page.</summary>
internal static class BenchmarkParts
{
    public static IReadOnlyList<BenchmarkPart> All { get; } =
        [new WrapperPart(), new InMemoryPart(), new RedisPart(), new PostgresPart(), new FilePart(), new SqlServerPart(), new CompileTimePart()];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static part => part.Name)];

    /// <exception cref="ArgumentException">There is no such part.</exception>
    public static BenchmarkPart Find(string name) => All.FirstOrDefault(part => part.Name == name)
        ?? throw new ArgumentException($"There is no part '{name}': expected one of {string.Join(", ", Names)}.", nameof(name));
}
