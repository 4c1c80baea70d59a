using Xunit;

namespace DistributedLock.Runtime.Tests.Telemetry;

[Collection(nameof(Alone))]
public sealed class UnheardTests
{
    private const int Limit = 30_000;

    [Fact(Timeout = Limit)]
    public async Task Telemetry_that_nobody_hears_allocates_nothing()
    {
        await using var memory = new InMemoryLockProvider();
        var observed = memory.WithTelemetry();
        var request = new LockRequest("k") { Timeout = TimeSpan.Zero, TrackFlow = false };

        var bare = Allocated(memory, request);
        var with = Allocated(observed, request);

        Assert.True(bare > 0, "The bare provider allocates its handles: the measurement works.");
        Assert.Equal(bare, with);
    }

    private static long Allocated(IDistributedLockProvider provider, LockRequest request)
    {
        const int Rounds = 1_000;
        TakeAndFree(provider, request, Rounds); // whatever the first rounds make for good
        var before = GC.GetAllocatedBytesForCurrentThread();
        TakeAndFree(provider, request, Rounds);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void TakeAndFree(IDistributedLockProvider provider, LockRequest request, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            // Completed already: nobody else takes the key.
            var acquisition = provider.TryAcquireAsync(request);
            var release = acquisition.GetAwaiter().GetResult()!.DisposeAsync();
            release.GetAwaiter().GetResult();
        }
    }
}
