using DistributedLock.CompilerServices;
using DistributedLock.Runtime.Tests.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DistributedLock.Runtime.Tests.Times;

[Collection(nameof(Alone))]
public sealed class AllocationTests
{
    private const int Limit = 60_000;
    private const int Rounds = 1_000;

    private static readonly LockDefinition Definition = new("k", "Shop.Orders.Place") { Lease = TimeSpan.FromSeconds(20) };

    [Fact(Timeout = Limit)]
    public async Task Times_that_are_not_configured_allocate_nothing()
    {
        await using var bare = new InMemoryLockProvider();
        await using var container = Container(new ChangingSettings());

        var without = Allocated(bare);
        var with = Allocated(container.GetRequiredService<IDistributedLockProvider>());

        Assert.True(without > 0, "The bare provider allocates its handles: the measurement works.");
        Assert.Equal(without, with);
    }

    [Fact(Timeout = Limit)]
    public async Task Configured_times_allocate_one_request_for_each_acquisition()
    {
        await using var bare = new InMemoryLockProvider();
        await using var container = Container(new ChangingSettings(("DistributedLock:Defaults:TimeoutSeconds", "5")));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var copy = Definition.CreateRequest("k");
        var size = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        copy = copy with { TrackFlow = false };
        size = Math.Min(size, GC.GetAllocatedBytesForCurrentThread() - before);

        var without = Allocated(bare);
        var with = Allocated(container.GetRequiredService<IDistributedLockProvider>());

        Assert.True(size is > 0 and <= 120, $"A request has {size} bytes: it had 112 before times could be configured.");
        Assert.Equal(without + (Rounds * size), with);
    }

    private static ServiceProvider Container(ChangingSettings settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Add(settings).Build());
        services.AddDistributedLock(static locks => locks.UseInMemory());
        return services.BuildServiceProvider();
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
        for (var i = 0; i < Rounds; i++)
        {
            // Completed already: nobody else takes the key. Untracked: the flow's nodes are no part of what is measured.
            var handle = LockCall.TryAcquireAsync(provider, Definition.CreateRequest("k") with { TrackFlow = false }, default).GetAwaiter().GetResult()!;
            handle.DisposeAsync().GetAwaiter().GetResult();
        }
    }
}
