using BenchmarkDotNet.Attributes;

namespace DistributedLock.Benchmarks.Wrappers;

/// <summary>
/// The same where the body's token fires on the caller's cancellation and on the loss of the lock: by hand, a linked source. Target: no more
/// allocation, not slower.
/// </summary>
[MemoryDiagnoser]
[MinColumn]
public class CancellableWrapperBenchmarks
{
    // A body that yields goes on in the thread pool, so only the first call of a round pays for the change of thread.
    private const int Round = 100;

    private readonly ReportService _reports = new(new InMemoryLockProvider());
    private readonly CancellationTokenSource _caller = new();

    /// <summary>Whether the body really is asynchronous, or ends before it returns to its caller.</summary>
    [Params(false, true)]
    public bool BodyYields { get; set; }

    /// <summary>Whether the caller's token can fire.</summary>
    [Params(false, true)]
    public bool CallerCancels { get; set; }

    private CancellationToken Token => CallerCancels ? _caller.Token : CancellationToken.None;

    [Benchmark(Baseline = true, OperationsPerInvoke = Round)]
    public async Task HandWritten()
    {
        for (var i = 0; i < Round; i++)
        {
            await _reports.GenerateCancellableByHandAsync("acme", BodyYields, Token);
        }
    }

    [Benchmark(OperationsPerInvoke = Round)]
    public async Task Generated()
    {
        for (var i = 0; i < Round; i++)
        {
            await _reports.GenerateCancellableAsync("acme", BodyYields, Token);
        }
    }
}
