using BenchmarkDotNet.Attributes;

namespace DistributedLock.Benchmarks.Wrappers;

/// <summary>
/// The generated wrapper against the hand-written <c>await using</c> of a body that takes no token. Target: no more allocation, not slower.
/// </summary>
[MemoryDiagnoser]
[MinColumn]
public class WrapperBenchmarks
{
    // A body that yields goes on in the thread pool, so only the first call of a round pays for the change of thread.
    private const int Round = 100;

    private readonly ReportService _reports = new(new InMemoryLockProvider());

    /// <summary>Whether the body really is asynchronous, or ends before it returns to its caller.</summary>
    [Params(false, true)]
    public bool BodyYields { get; set; }

    [Benchmark(Baseline = true, OperationsPerInvoke = Round)]
    public async Task HandWritten()
    {
        for (var i = 0; i < Round; i++)
        {
            await _reports.GenerateByHandAsync("acme", BodyYields);
        }
    }

    [Benchmark(OperationsPerInvoke = Round)]
    public async Task Generated()
    {
        for (var i = 0; i < Round; i++)
        {
            await _reports.GenerateAsync("acme", BodyYields);
        }
    }
}
