using System.Diagnostics;
using System.Diagnostics.Metrics;
using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Runtime.Tests.Leases;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DistributedLock.Runtime.Tests.Telemetry;

/// <summary>What listeners and sinks throw costs no lock.</summary>
[Collection(nameof(Alone))]
public sealed class BrokenListenerTests
{
    private const int Limit = 30_000;

    private readonly LeaseBench _bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Sink_that_throws()
    {
        using var factory = new ThrowingLoggerFactory();
        var clock = _bench.Clock;
        await using var provider = new FakeLeaseProvider(
            new FakeLeaseStore(_bench.Server)
            {
                BeforeTry = static (_, _) => Task.CompletedTask,
                BeforeRenewal = static () => throw new IOException("cut"),
                BeforeRelease = static _ => Task.CompletedTask,
            },
            new InMemoryLockOptions { TimeProvider = clock, LoggerFactory = factory });
        var locks = provider.WithTelemetry();

        var handle = (DistributedLockHandle)(await locks.TryAcquireAsync(LeaseBench.Once(), Stop))!;
        var lost = handle.LostToken;
        _bench.Pass(20);
        Assert.True(handle.IsLost);
        await Wait.ForAsync(lost);
        await handle.DisposeAsync();

        await using (await locks.TryAcquireAsync(LeaseBench.Once("other"), Stop))
        {
        }

        Assert.True(factory.Throws > 3, $"Only {factory.Throws} messages came to the sink.");
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Listener_of_spans_that_throws(bool atStart)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "DistributedLock",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = _ => ThrowIf(atStart),
            ActivityStopped = _ => ThrowIf(!atStart),
        };
        ActivitySource.AddActivityListener(listener);

        await TakeRenewAndFreeAsync();

        static void ThrowIf(bool condition)
        {
            if (condition)
            {
                throw new InvalidOperationException("mine");
            }
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Listener_of_the_meter_that_throws()
    {
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "DistributedLock")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => throw new InvalidOperationException("mine"));
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => throw new InvalidOperationException("mine"));
        listener.Start();

        await TakeRenewAndFreeAsync();
    }

    /// <summary>Two leases, so that the second one shows that the first one's telemetry did no harm.</summary>
    private async Task TakeRenewAndFreeAsync()
    {
        var locks = _bench.Provider.WithTelemetry();
        var current = Activity.Current;
        var first = (DistributedLockHandle)(await locks.TryAcquireAsync(LeaseBench.Once("a"), Stop))!;
        var second = (DistributedLockHandle)locks.TryAcquire(LeaseBench.Once("b"), Stop)!;
        _bench.Pass(100);
        Assert.False(first.IsLost || second.IsLost);
        await first.DisposeAsync();
        second.Dispose();
        Assert.Equal(0, _bench.Server.Leases);
        Assert.Same(current, Activity.Current);
    }

    private sealed class ThrowingLoggerFactory : ILoggerFactory, ILogger
    {
        private int _throws;

        public int Throws => Volatile.Read(ref _throws);

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Interlocked.Increment(ref _throws);
            throw new IOException("The disk is full.");
        }
    }
}
