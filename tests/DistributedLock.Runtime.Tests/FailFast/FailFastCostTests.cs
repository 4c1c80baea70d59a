using DistributedLock.FailFast;
using DistributedLock.Providers;
using DistributedLock.Runtime.Tests.Telemetry;
using Xunit;

namespace DistributedLock.Runtime.Tests.FailFast;

/// <summary>What the layer costs while nothing is wrong: nothing that is allocated.</summary>
[Collection(nameof(Alone))]
public sealed class FailFastCostTests
{
    private const int Limit = 30_000;

    private static readonly LockRequest Request = new("k") { Timeout = TimeSpan.Zero, TrackFlow = false };

    [Fact(Timeout = Limit)]
    public async Task Closed_circuit_allocates_nothing()
    {
        await using var memory = new InMemoryLockProvider();
        var bare = Allocated(memory);

        Assert.True(bare > 0, "The bare provider allocates its handles: the measurement works.");
        Assert.Equal(bare, Allocated(new FailFastLockProvider(memory, new LockFailFastOptions())));
        Assert.Equal(bare, Allocated(new FailFastLockProvider(new Told(memory), new LockFailFastOptions())));
    }

    [Fact(Timeout = Limit)]
    public async Task Acquisition_of_an_engine_is_handed_on_as_it_is()
    {
        await using var memory = new InMemoryLockProvider();
        var pending = new TaskCompletionSource<IDistributedLockHandle?>();
        var locks = new FailFastLockProvider(new Told(memory) { Pending = pending.Task }, new LockFailFastOptions());

        Assert.Same(pending.Task, locks.TryAcquireAsync(Request, TestContext.Current.CancellationToken).AsTask());
    }

    private static long Allocated(IDistributedLockProvider provider)
    {
        TakeAndFree(provider); // whatever the first rounds make for good
        var before = GC.GetAllocatedBytesForCurrentThread();
        TakeAndFree(provider);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void TakeAndFree(IDistributedLockProvider provider)
    {
        for (var i = 0; i < 1_000; i++)
        {
            // Completed already: nobody else takes the key.
            var acquisition = provider.TryAcquireAsync(Request);
            var release = acquisition.GetAwaiter().GetResult()!.DisposeAsync();
            release.GetAwaiter().GetResult();
            provider.TryAcquire(Request)!.Dispose();
        }
    }

    /// <summary>As an engine: tells by itself how its store answers.</summary>
    private sealed class Told(InMemoryLockProvider memory) : IDistributedLockProvider, IWatchedStore
    {
        public Task<IDistributedLockHandle?>? Pending { get; init; }

        public StoreWatch StoreWatch { get; } = new();

        public ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default) =>
            Pending is null ? memory.TryAcquireAsync(request, cancellationToken) : new ValueTask<IDistributedLockHandle?>(Pending);

        public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) => memory.TryAcquire(request, cancellationToken);
    }
}
