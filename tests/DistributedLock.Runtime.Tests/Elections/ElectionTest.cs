using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Testing;
using Xunit;

namespace DistributedLock.Runtime.Tests.Elections;

/// <summary>Candidates on one in-memory provider, by a clock that stands still: whatever happens without a move of the clock, happens at once.</summary>
public abstract class ElectionTest : IAsyncDisposable
{
    protected const int Limit = 30_000;

    private readonly List<LeaderElection> _elections = [];

    protected ElectionTest() => Locks = new InMemoryLockProvider(new InMemoryLockOptions { TimeProvider = Clock });

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected ManualTimeProvider Clock { get; } = new();

    protected InMemoryLockProvider Locks { get; }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var election in _elections)
        {
            await election.DisposeAsync();
        }

        await Locks.DisposeAsync();
    }

    protected LeaderElection Create(IDistributedLockProvider? provider = null, LeaderElectionOptions? options = null)
    {
        var election = new LeaderElection(provider ?? Locks, "e", options);
        _elections.Add(election);
        return election;
    }

    /// <summary>A candidate that leads.</summary>
    protected async Task<(LeaderElection Election, LeadershipTerm Term)> LeadAsync(IDistributedLockProvider? provider = null)
    {
        var election = Create(provider);
        return (election, await election.WaitUntilLeaderAsync(Stop));
    }

    /// <summary>Moves the clock from pause to pause: each ends with another request.</summary>
    protected async Task PassAsync(TimeSpan span, Func<int> count)
    {
        var end = Clock.Elapsed + span;
        while (Clock.Elapsed < end)
        {
            await Clock.WaitForTimersAsync(1, Stop);
            var before = count();
            Clock.Advance(TimeSpan.FromMilliseconds(10));
            if (Clock.ScheduledTimers == 0)
            {
                await Leases.LeaseBench.UntilAsync(() => count() > before);
            }
        }
    }

    /// <summary>Moves the clock until a task has ended.</summary>
    protected async Task PassUntilAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            Stop.ThrowIfCancellationRequested();
            Clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }
    }

    /// <summary>A body that says when it has begun, and does not end before it is told to, whatever its token says.</summary>
    internal sealed class StubbornBody
    {
        private readonly TaskCompletionSource<LeadershipTerm> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<LeadershipTerm> Started => _started.Task.WaitAsync(TestContext.Current.CancellationToken);

        public CancellationToken Token { get; private set; }

        public Task RunAsync(LeadershipTerm term, CancellationToken cancellationToken)
        {
            Token = cancellationToken;
            _started.TrySetResult(term);
            return _end.Task;
        }

        public void End() => _end.TrySetResult();
    }

    /// <summary>Grants each request a handle that the test can lose, with the numbers 1, 2, 3.</summary>
    internal static RecordingProvider Granting(ManualTimeProvider clock)
    {
        var provider = new RecordingProvider { TimeProvider = clock };
        var last = 0L;
        provider.Answer = (request, _) =>
        {
            var handle = new FakeHandle(provider, request, Interlocked.Increment(ref last));
            provider.Handles.Enqueue(handle);
            return new ValueTask<IDistributedLockHandle?>(handle);
        };
        return provider;
    }
}
