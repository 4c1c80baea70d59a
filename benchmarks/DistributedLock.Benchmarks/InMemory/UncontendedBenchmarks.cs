using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;

namespace DistributedLock.Benchmarks.InMemory;

/// <summary>
/// Taking and releasing a free lock of the in-memory provider, against the least that a lock by name can cost: a dictionary of semaphores that
/// nobody ever removes from. Target: within twice the bare pair without flow tracking, within four times with it.
/// </summary>
[MemoryDiagnoser]
public class UncontendedBenchmarks
{
    /// <summary>How many times the bare pair it may cost without flow tracking.</summary>
    internal const double MostUntracked = 2;

    /// <summary>And with it.</summary>
    internal const double MostTracked = 4;

    private static readonly LockKey Key = "report-acme";

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _semaphores = new();
    private readonly InMemoryLockProvider _locks = new();
    private readonly LockRequest _tracked = new(Key);
    private readonly LockRequest _untracked = new(Key) { TrackFlow = false };

    [Benchmark(Baseline = true)]
    public async Task BareSemaphore()
    {
        var semaphore = _semaphores.GetOrAdd(Key.Value, static _ => new SemaphoreSlim(1, 1));
        await semaphore.WaitAsync();
        semaphore.Release();
    }

    [Benchmark]
    public async Task Untracked()
    {
        await using var handle = await _locks.AcquireAsync(_untracked);
    }

    [Benchmark]
    public async Task Tracked()
    {
        await using var handle = await _locks.AcquireAsync(_tracked);
    }
}
