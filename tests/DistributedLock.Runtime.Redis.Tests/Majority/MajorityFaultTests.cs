using DistributedLock.TestServers;

namespace DistributedLock.Redis.Tests;

/// <summary>Five servers, as an application uses them.</summary>
public sealed class MajorityFaultTests : MajorityTest
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    private static LockRequest Request(TimeSpan timeout = default) => new("key") { Timeout = timeout, Lease = Lease, TrackFlow = false };

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lock_is_held_renewed_and_handed_over_without_two_of_five_servers(bool areKilled)
    {
        await StartServersAsync(5);
        var handle = await NewMajorityProvider().TryAcquireAsync(Request(), Stop);
        var waiting = NewMajorityProvider().TryAcquireAsync(Request(Long), Stop).AsTask();
        foreach (var server in Servers.Take(2))
        {
            Lose(server, areKilled);
        }

        // Longer than the lease: it is renewed by the other three.
        await Until.TrueAsync(() => Task.FromResult(handle!.ExpiresAt > handle.AcquiredAt + (2 * Lease)), "the lease is renewed", Stop);
        Assert.False(handle!.LostToken.IsCancellationRequested);
        Assert.False(waiting.IsCompleted);
        await handle.DisposeAsync();

        await using var next = await waiting;
        Assert.NotNull(next);
        Assert.Null(next.FencingToken);
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lock_is_lost_with_the_third_of_five_servers(bool areKilled)
    {
        await StartServersAsync(5);
        await using var handle = await NewMajorityProvider().TryAcquireAsync(Request(), Stop);
        foreach (var server in Servers.Take(3))
        {
            Lose(server, areKilled);
        }

        await Until.TrueAsync(() => Task.FromResult(handle!.LostToken.IsCancellationRequested), "the loss is told", Stop);
        await Assert.ThrowsAsync<LockBackendException>(() => NewMajorityProvider().TryAcquireAsync(Request(), Stop).AsTask());
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_is_held_over_two_lines_of_five_that_are_cut()
    {
        await StartServersAsync(5);
        var proxies = Servers.Take(2).Select(server => Own(TcpProxy.Start(server))).ToList();
        var lines = proxies.Select((proxy, i) => Servers[i].ConnectionStringThrough(proxy.Port)).Concat(Servers.Skip(2).Select(server => server.ConnectionString));
        await using var handle = await NewMajorityProvider([.. lines]).TryAcquireAsync(Request(), Stop);

        proxies[0].BlackHole();
        proxies[1].Refuse();
        proxies[1].CutAll();

        await Until.TrueAsync(() => Task.FromResult(handle!.ExpiresAt > handle.AcquiredAt + (2 * Lease)), "the lease is renewed", Stop);
        Assert.False(handle!.LostToken.IsCancellationRequested);
    }

    [Fact(Timeout = Limit)]
    public async Task Processes_that_try_at_once_all_get_their_turn()
    {
        await StartServersAsync(5);
        var holders = 0;
        var overlaps = 0;

        await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            var provider = NewMajorityProvider();
            for (var i = 0; i < 5; i++)
            {
                await using var handle = await provider.TryAcquireAsync(Request(Long), Stop);
                overlaps += Interlocked.Increment(ref holders) > 1 ? 1 : 0;
                await Task.Yield();
                Interlocked.Decrement(ref holders);
            }
        }));

        Assert.Equal(0, overlaps);
    }

    private static void Lose(RedisServer server, bool isKilled)
    {
        if (isKilled)
        {
            server.Kill();
        }
        else
        {
            server.Freeze();
        }
    }
}
