using System.Diagnostics;
using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Testing;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DistributedLock.Runtime.Tests.Leases;

/// <summary>A server and a provider on a clock that stands still. Unless a test says otherwise the store answers at once, so a move of the clock leaves nothing open.</summary>
internal sealed class LeaseBench : ILoggerFactory
{
    public LeaseBench()
    {
        Server = new FakeLeaseServer(Clock);
        Provider = Create();
    }

    public static TimeSpan Lease => TimeSpan.FromSeconds(30);

    public ManualTimeProvider Clock { get; } = new();

    public FakeLeaseServer Server { get; }

    public FakeLeaseProvider Provider { get; }

    public FakeLeaseStore Store => Provider.Fake;

    public RecordingLogger Log { get; } = new();

    public static LockRequest Once(string key = "k") => new(key) { Timeout = TimeSpan.Zero, Lease = Lease };

    public static LockRequest Patient(string key = "k") => Once(key) with { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>One more process.</summary>
    public FakeLeaseProvider Create() => new(
        new FakeLeaseStore(Server)
        {
            BeforeTry = static (_, _) => Task.CompletedTask,
            BeforeRenewal = static () => Task.CompletedTask,
            BeforeRelease = static _ => Task.CompletedTask,
            BeforeSubscribe = static () => Task.CompletedTask,
        },
        new InMemoryLockOptions { TimeProvider = Clock, LoggerFactory = this });

    /// <summary>Takes a lock that the test holds to its end: one whose handle it does not name again is no forgotten one.</summary>
    public static async Task<DistributedLockHandle> TakeAsync(FakeLeaseProvider provider, LockRequest? request = null)
    {
        var handle = (DistributedLockHandle)(await provider.TryAcquireAsync(request ?? Once(), TestContext.Current.CancellationToken))!;
        provider.Fake.Server.Keep(handle);
        return handle;
    }

    public Task<DistributedLockHandle> TakeAsync(LockRequest? request = null) => TakeAsync(Provider, request);

    /// <summary>Starts a wait, and ends when it has made its first failing try as a waiter.</summary>
    public async Task<Task<IDistributedLockHandle?>> WaitAsync(FakeLeaseProvider provider, LockRequest request, CancellationTokenSource? cancellation = null)
    {
        var before = Server.Waiters;
        var wait = provider.TryAcquireAsync(request, cancellation?.Token ?? TestContext.Current.CancellationToken).AsTask();
        await UntilAsync(() => Server.Waiters > before || wait.IsCompleted);
        return wait;
    }

    /// <summary>Ends when the condition is met; the test's own time limit bounds it.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Moves the clock in small steps until the task has ended, slowly at first: what a timer has woken must come to run before seconds have passed.</summary>
    public async Task PassUntilAsync(Task task)
    {
        var started = Stopwatch.GetTimestamp();
        for (var steps = 0; !task.IsCompleted; steps++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Clock.Advance(TimeSpan.FromMilliseconds(5));
            if (steps < 1_000 && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5))
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
            else
            {
                await Task.Yield();
            }
        }
    }

    public void Pass(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    public ILogger CreateLogger(string categoryName) => Log;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
