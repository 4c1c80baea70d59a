using BenchmarkDotNet.Attributes;

namespace DistributedLock.Benchmarks.Wrappers;

/// <summary>The generated wrapper against the hand-written <c>await using</c>. Target: no more allocation, not slower.</summary>
[MemoryDiagnoser]
public class WrapperBenchmarks
{
    private readonly ReportService _reports = new(new InMemoryLockProvider());
    private readonly CancellationTokenSource _caller = new();

    /// <summary>Whether the body really is asynchronous, or ends before it returns to its caller.</summary>
    [Params(false, true)]
    public bool BodyYields { get; set; }

    /// <summary>Whether the caller's token can fire.</summary>
    [Params(false, true)]
    public bool CallerCancels { get; set; }

    private CancellationToken Token => CallerCancels ? _caller.Token : CancellationToken.None;

    [Benchmark(Baseline = true)]
    public Task<int> HandWritten() => _reports.GenerateByHandAsync("acme", BodyYields, Token);

    [Benchmark]
    public Task<int> Generated() => _reports.GenerateAsync("acme", BodyYields, Token);
}
