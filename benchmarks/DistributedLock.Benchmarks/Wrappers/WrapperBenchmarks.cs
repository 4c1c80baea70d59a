using BenchmarkDotNet.Attributes;

namespace DistributedLock.Benchmarks.Wrappers;

/// <summary>
/// The generated wrapper against the hand-written <c>await using</c> of a body that takes no token. Target: no more allocation, not slower.
/// </summary>
[MemoryDiagnoser]
public class WrapperBenchmarks
{
    private readonly ReportService _reports = new(new InMemoryLockProvider());

    /// <summary>Whether the body really is asynchronous, or ends before it returns to its caller.</summary>
    [Params(false, true)]
    public bool BodyYields { get; set; }

    [Benchmark(Baseline = true)]
    public Task<int> HandWritten() => _reports.GenerateByHandAsync("acme", BodyYields);

    [Benchmark]
    public Task<int> Generated() => _reports.GenerateAsync("acme", BodyYields);
}
