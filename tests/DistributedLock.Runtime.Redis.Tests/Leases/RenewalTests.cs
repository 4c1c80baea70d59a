using DistributedLock.Leases;
using DistributedLock.TestServers;

namespace DistributedLock.Redis.Tests;

public sealed class RenewalTests : RedisTest
{
    [Theory(Timeout = Limit)]
    [InlineData(LockMode.Exclusive, false)]
    [InlineData(LockMode.Shared, false)]
    [InlineData(LockMode.Exclusive, true)]
    public async Task Renewal_sets_the_rest_whether_longer_or_shorter(LockMode mode, bool isSemaphore)
    {
        var store = NewStore();
        var resource = isSemaphore ? Semaphore() : Lock();
        var claim = Claim(resource, TimeSpan.FromSeconds(30), mode);
        await TakeAsync(store, claim);

        Assert.True((await store.RenewAsync([new(claim, TimeSpan.FromSeconds(90))], Stop))[0]);
        Assert.InRange((await store.FindAsync(resource, Stop))[0].Remaining, TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(90));
        Assert.True((await store.RenewAsync([new(claim, TimeSpan.FromSeconds(20))], Stop))[0]);
        Assert.InRange((await store.FindAsync(resource, Stop))[0].Remaining, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
        Assert.NotEmpty((await store.FindAsync(resource, Stop))[0].Metadata);
    }

    [Fact(Timeout = Limit)]
    public async Task Lost_lease_is_not_created_again()
    {
        var store = NewStore();
        var lost = Exclusive();
        var others = Shared();

        Assert.Equal([false, false], await store.RenewAsync([new(lost, Long), new(others, Long)], Stop));

        Assert.Empty(await TracesAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Answers_come_in_the_order_of_the_leases()
    {
        var store = NewStore();
        var leases = new List<LeaseRenewal>();
        var expected = new List<bool>();
        for (var i = 0; i < 40; i++)
        {
            var key = FormattableString.Invariant($"key{i}");
            var claim = (i % 4) switch
            {
                0 => Claim(Lock(key)),
                1 => Claim(Lock(key), mode: LockMode.Shared),
                2 => Claim(Semaphore(key), permits: 3),
                _ => Claim(Lock(key)),
            };
            leases.Add(new LeaseRenewal(claim, Long));
            expected.Add(i % 4 < 3);
            if (i % 4 < 3)
            {
                await TakeAsync(store, claim);
            }
        }

        Assert.Equal(expected, await store.RenewAsync(leases, Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Thousand_leases_are_renewed_by_two_commands()
    {
        await using var server = await RedisServer.StartAsync(cancellationToken: Stop);
        var multiplexer = await ConnectAsync(server.ConnectionString);
        var store = NewStore(multiplexer);
        var claims = Enumerable.Range(0, 1000).Select(i => Claim(Lock(FormattableString.Invariant($"key{i}")))).ToList();
        await Task.WhenAll(claims.Select(claim => TakeAsync(store, claim)));
        await store.RenewAsync([new(claims[0], Long)], Stop); // the script is known from here on
        var before = await CountAsync();

        var answers = await store.RenewAsync([.. claims.Select(claim => new LeaseRenewal(claim, Long))], Stop);

        Assert.All(answers, Assert.True);
        Assert.Equal(2, await CountAsync() - before);

        async Task<long> CountAsync()
        {
            var statistics = (string)(await multiplexer.GetDatabase().ExecuteAsync("INFO", "commandstats"))!;
            var line = statistics.Split('\n').Single(text => text.StartsWith("cmdstat_evalsha:", StringComparison.Ordinal));
            return long.Parse(line.Split('=', ',')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
