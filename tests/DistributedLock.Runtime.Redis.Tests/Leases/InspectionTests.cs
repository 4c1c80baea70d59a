using DistributedLock.Leases;
using DistributedLock.TestServers;

namespace DistributedLock.Redis.Tests;

public sealed class InspectionTests : RedisTest
{
    [Fact(Timeout = Limit)]
    public async Task Listing_tells_all_that_is_held()
    {
        var store = NewStore();
        var exclusive = Claim(Lock("a"));
        var shared = Claim(Lock("b"), mode: LockMode.Shared);
        var permit = Claim(Semaphore("c"), permits: 3);
        var token = (await TakeAsync(store, exclusive)).FencingToken;
        await TakeAsync(store, shared);
        await TakeAsync(store, Claim(Lock("b"), mode: LockMode.Shared));
        await TakeAsync(store, permit);
        await AssertContendedAsync(store, Claim(Lock("a"), waiter: "one"));

        var records = await ListAsync(store, Prefix);

        Assert.Equal(4, records.Count);
        var record = Assert.Single(records, record => record.Owner == exclusive.Owner);
        Assert.Equal(Lock("a"), record.Resource);
        Assert.Equal(LockMode.Exclusive, record.Mode);
        Assert.Equal(token, record.FencingToken);
        Assert.Equal(exclusive.Metadata, record.Metadata);
        Assert.InRange(record.Remaining, Long - TimeSpan.FromMinutes(1), Long);
        Assert.InRange(record.AcquiredAt!.Value, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        Assert.Equal(LockMode.Shared, Assert.Single(records, record => record.Owner == shared.Owner).Mode);
        var held = Assert.Single(records, record => record.Owner == permit.Owner);
        Assert.Equal((Semaphore("c"), 3, permit.Metadata), (held.Resource, held.MaxConcurrency, held.Metadata));
    }

    [Theory(Timeout = Limit)]
    [InlineData("*")]
    [InlineData("a?")]
    [InlineData("[ab]")]
    [InlineData("a\\")]
    [InlineData("[^a")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("a-b")]
    public async Task Prefix_is_taken_literally(string part)
    {
        var store = NewStore();
        await TakeAsync(store, Claim(Lock(part + "1")));
        await TakeAsync(store, Claim(Lock("aa")));
        await TakeAsync(store, Claim(Lock("b")));

        var record = Assert.Single(await ListAsync(store, Prefix + part));

        Assert.Equal(Lock(part + "1"), record.Resource);
    }

    [Fact(Timeout = Limit)]
    public async Task Listing_reads_in_pages_and_never_by_KEYS()
    {
        await using var server = await RedisServer.StartAsync(cancellationToken: Stop);
        var multiplexer = await ConnectAsync(server.ConnectionString);
        var store = NewStore(multiplexer);
        await Task.WhenAll(Enumerable.Range(0, 3000).Select(i => TakeAsync(store, Claim(Lock(FormattableString.Invariant($"{i}"))))));

        var records = await ListAsync(store, Prefix);

        Assert.Equal(3000, records.Select(record => record.Owner).Distinct().Count());
        Assert.Equal(3000, records.Count);
        var statistics = (string)(await multiplexer.GetDatabase().ExecuteAsync("INFO", "commandstats"))!;
        Assert.Contains("cmdstat_scan:", statistics, StringComparison.Ordinal);
        Assert.DoesNotContain("cmdstat_keys:", statistics, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task What_others_wrote_below_the_names_hides_no_lease()
    {
        var store = NewStore();
        await TakeAsync(store, Claim(Lock("ours")));
        await Database.ListRightPushAsync(Name("list"), "x");
        await Database.HashSetAsync(Name("hash") + ":holders", "x", "y");
        await Database.StringSetAsync(Name("for ever"), "x|1|1|");

        Assert.Equal(Lock("ours"), Assert.Single(await ListAsync(store, Prefix)).Resource);
    }

    [Theory(Timeout = Limit)]
    [InlineData("", "", null)]
    [InlineData("me", "me", null)]
    [InlineData("me|", "me", null)]
    [InlineData("me|x|y|z", "me", null)]
    [InlineData("me|7", "me", 7L)]
    [InlineData("me|7|-1", "me", 7L)]
    [InlineData("me|99999999999999999999|9223372036854775807|host=a", "me", null)]
    public async Task Lease_that_others_wrote_is_told_as_far_as_it_is_understood(string text, string owner, long? token)
    {
        var store = NewStore();
        await Database.StringSetAsync(Name("a"), text, TimeSpan.FromDays(30));
        await Database.ExecuteAsync("PEXPIRE", Name("a"), "9000000000000000"); // 285,000 years

        var record = Assert.Single(await ListAsync(store, Prefix));

        Assert.Equal((owner, token, null), (record.Owner, record.FencingToken, record.AcquiredAt));
        Assert.True(record.Remaining > TimeSpan.Zero);
    }

    [Theory(Timeout = Limit)]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1|2")]
    [InlineData("1|2|x")]
    [InlineData("1|2|0|")]
    [InlineData("1|2|99999999999|")]
    public async Task Permit_that_others_wrote_is_told_as_far_as_it_is_understood(string? details)
    {
        var store = NewStore();
        var name = $"dl:{{sema:{Prefix}a}}";
        await Database.SortedSetAddAsync(name + ":holders", "me", double.PositiveInfinity);
        if (details is not null)
        {
            await Database.HashSetAsync(name + ":details", "me", details);
        }

        var record = Assert.Single(await ListAsync(store, Prefix));

        Assert.Equal(("me", 1), (record.Owner, record.MaxConcurrency));
        Assert.True(record.Remaining >= TimeSpan.Zero);
    }

    [Fact(Timeout = Limit)]
    public async Task Key_whose_name_somebody_else_uses_cannot_be_looked_up_or_taken_and_both_say_why()
    {
        var provider = NewProvider();
        await Database.HashSetAsync(Name("key") + ":holders", "x", "y");

        foreach (var failure in new[]
        {
            await Assert.ThrowsAsync<LockBackendException>(async () => await provider.GetAsync("key", Stop)),
            await Assert.ThrowsAsync<LockBackendException>(async () => await provider.TryAcquireAsync(new LockRequest("key") { Mode = LockMode.Exclusive }, Stop)),
        })
        {
            Assert.Contains("what is stored under the lock's name is none of this library's", failure.Message, StringComparison.Ordinal);
            Assert.False(failure.IsTransient);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Free_resource_has_no_leases()
    {
        var store = NewStore();

        Assert.Empty(await store.FindAsync(Lock(), Stop));
        Assert.Empty(await ListAsync(store, Prefix));
    }

    [Fact(Timeout = Limit)]
    public async Task Cluster_is_listed_and_renewed_slot_by_slot()
    {
        await using var server = await RedisServer.StartAsync(new RedisServerOptions { Settings = ["cluster-enabled yes"] }, Stop);
        var setUp = await ConnectAsync(server.ConnectionString);
        await setUp.GetDatabase().ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", 0, 16383);
        await Until.TrueAsync(
            async () => ((string)(await setUp.GetDatabase().ExecuteAsync("CLUSTER", "INFO"))!).Contains("cluster_state:ok", StringComparison.Ordinal), "the cluster is up", Stop);

        var multiplexer = await ConnectAsync(server.ConnectionString);
        var store = NewStore(multiplexer);
        var claims = Enumerable.Range(0, 50).Select(i => Claim(
            new LockResource(FormattableString.Invariant($"{Prefix}{{{i}}}"), isSemaphore: i % 2 == 0), mode: i % 4 == 1 ? LockMode.Shared : LockMode.Exclusive)).ToList();
        foreach (var claim in claims)
        {
            await TakeAsync(store, claim);
        }

        Assert.All(await store.RenewAsync([.. claims.Select(claim => new LeaseRenewal(claim, Long))], Stop), Assert.True);
        Assert.Equal(50, (await ListAsync(store, Prefix)).Count);
        Assert.All(claims, claim => Assert.True(store.Release(claim, TimeSpan.Zero, Stop)));
    }

    private string Name(string key) => $"dl:{{lock:{Prefix}{key}}}";

    private static async Task<IReadOnlyList<LeaseRecord>> ListAsync(ILeaseStore store, string prefix)
    {
        var records = new List<LeaseRecord>();
        await foreach (var record in store.ListAsync(prefix, Stop))
        {
            records.Add(record);
        }

        return records;
    }
}
