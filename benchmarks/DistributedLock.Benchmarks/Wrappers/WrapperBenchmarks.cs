using BenchmarkDotNet.Attributes;
using Castle.DynamicProxy;

namespace DistributedLock.Benchmarks.Wrappers;

/// <summary>
/// The generated wrapper against the hand-written <c>await using</c> of a body that takes no token, and against proxies that are made at run time. Target: no more
/// allocation than by hand, not slower.
/// </summary>
[MemoryDiagnoser]
[MinColumn]
public class WrapperBenchmarks
{
    // A body that yields goes on in the thread pool, so only the first call of a round pays for the change of thread.
    internal const int Round = 100;

    private readonly ReportService _reports = new(new InMemoryLockProvider());
    private readonly IReportService _dispatched = LockingDispatchProxy.Create<IReportService>(new ReportBody(), new InMemoryLockProvider());
    private readonly IReportService _intercepted =
        new ProxyGenerator().CreateInterfaceProxyWithTarget<IReportService>(new ReportBody(), new LockingInterceptor(new InMemoryLockProvider()));

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

    [Benchmark(Description = "DispatchProxy", OperationsPerInvoke = Round)]
    public async Task Dispatched()
    {
        for (var i = 0; i < Round; i++)
        {
            await _dispatched.GenerateAsync("acme", BodyYields);
        }
    }

    [Benchmark(Description = "Castle DynamicProxy", OperationsPerInvoke = Round)]
    public async Task Intercepted()
    {
        for (var i = 0; i < Round; i++)
        {
            await _intercepted.GenerateAsync("acme", BodyYields);
        }
    }
}
