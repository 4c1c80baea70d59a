using System.Collections.Concurrent;
using System.Net;
using DistributedLock.AspNetCore.Tests.Hosting;

namespace DistributedLock.AspNetCore.Tests.MinimalApis;

/// <summary>Many clients and a locked method on the same few keys of one provider: never two at a time on one key.</summary>
public sealed partial class OverlapTests
{
    [Fact(Timeout = 120_000)]
    public async Task Requests_and_a_locked_method_never_overlap_on_one_key()
    {
        const int clients = 16;
        const int rounds = 25;
        using var provider = new InMemoryLockProvider();
        var inside = new ConcurrentDictionary<int, int>();
        var overlaps = 0;
        var runs = 0;
        var service = new Orders(provider, RunAsync);
        await using var app = await TestApp.StartAsync(provider, app => app
            .MapPost("/orders/{id}", (int id) => RunAsync(id)).WithDistributedLock("order-{id}", static options => options.Timeout = Timeout.InfiniteTimeSpan));

        async Task RunAsync(int id)
        {
            if (inside.AddOrUpdate(id, 1, static (_, count) => count + 1) != 1)
            {
                Interlocked.Increment(ref overlaps);
            }

            await Task.Yield();
            inside.AddOrUpdate(id, 0, static (_, count) => count - 1);
            Interlocked.Increment(ref runs);
        }

        await Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
        {
            for (var round = 0; round < rounds; round++)
            {
                var id = (client + round) % 3;
                if (client % 4 == 0)
                {
                    await service.ShipAsync(id);
                    continue;
                }

                using var response = await app.Client.PostAsync($"/orders/{id}", null, TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }
        }));

        Assert.Equal(0, overlaps);
        Assert.Equal(clients * rounds, runs);
    }

    private sealed partial class Orders(IDistributedLockProvider locks, Func<int, Task> run)
    {
        [DistributedLock("order-{id}", TimeoutSeconds = double.PositiveInfinity)]
        public partial Task ShipAsync(int id);

        private Task ShipCoreAsync(int id) => run(id);
    }
}
