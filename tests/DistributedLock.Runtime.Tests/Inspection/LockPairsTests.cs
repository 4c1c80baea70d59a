using DistributedLock.Runtime.Tests.Leases;
using Xunit;

namespace DistributedLock.Runtime.Tests.Inspection;

public sealed class LockPairsTests
{
    private const int Limit = 30_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public Task Pairs_up_to_the_limits_are_taken()
    {
        var sixteen = Enumerable.Range(0, 16).ToDictionary(static i => $"name{i}", static i => $"{i}");
        Assert.Equal(16, WithPairs(sixteen).Metadata!.Count);

        // "&x.n=" and the value.
        Assert.NotNull(WithPairs(new() { ["n"] = new string('a', 1024 - 5) }).Metadata);
        Assert.Equal("", WithPairs(new() { ["empty"] = "" }).Metadata!["empty"]);
        Assert.Empty(WithPairs([]).Metadata!);
        return Task.CompletedTask;
    }

    [Fact(Timeout = Limit)]
    public Task Pairs_beyond_a_limit_are_refused_where_they_are_given_with_pair_size_and_limit()
    {
        var seventeen = Enumerable.Range(0, 17).ToDictionary(static i => $"name{i}", static i => $"{i}");
        AssertRefused("'name16'", "at most 16", seventeen);
        AssertRefused("'big'", "1025", new() { ["big"] = new string('a', 1025 - 7) });
        AssertRefused("'big'", "at most 1024", new() { ["big"] = new string('a', 100_000) });
        AssertRefused("'second'", "at most 1024", new() { ["first"] = new string('a', 1000), ["second"] = new string('a', 100) });

        // Each letter is six characters in the stored form.
        AssertRefused("'umlauts'", "1211", new() { ["umlauts"] = new string('ä', 200) });
        AssertRefused("without a name", "'v'", new() { [""] = "v" });
        AssertRefused("'none'", "null", new() { ["none"] = null! });
        return Task.CompletedTask;
    }

    [Fact(Timeout = Limit)]
    public Task Pairs_are_copied_so_that_a_request_stays_what_it_is()
    {
        var given = new Dictionary<string, string> { ["a"] = "1" };
        var request = WithPairs(given);

        given["a"] = "2";
        given["b"] = null!;

        Assert.Equal("1", Assert.Single((request with { Timeout = TimeSpan.Zero }).Metadata!).Value);
        return Task.CompletedTask;
    }

    [Fact(Timeout = Limit)]
    public Task Requests_with_equal_pairs_are_equal()
    {
        Assert.Equal(WithPairs(new() { ["a"] = "1" }), WithPairs(new() { ["a"] = "1" }));
        Assert.NotEqual(WithPairs(new() { ["a"] = "1" }), WithPairs(new() { ["a"] = "2" }));
        return Task.CompletedTask;
    }

    [Fact(Timeout = Limit)]
    public async Task Pairs_and_name_of_the_provider_are_stored_with_every_lock_and_the_request_goes_first()
    {
        var options = new InMemoryLockOptions { ApplicationName = "Shop & Söhne", Metadata = { ["region"] = "eu", ["version"] = "1" } };
        await using var leases = new FakeLeaseProvider(new FakeLeaseServer(), options);
        await using var memory = new InMemoryLockProvider(options);
        foreach (var provider in new IDistributedLockProvider[] { leases, memory })
        {
            var inspector = provider.As<IDistributedLockInspector>()!;
            await using var plain = await provider.TryAcquireAsync(new LockRequest("plain"), Stop);
            await using var own = await provider.TryAcquireAsync(
                new LockRequest("own") { Metadata = new Dictionary<string, string> { ["version"] = "2", ["order"] = "4&2" } }, Stop);

            var info = Assert.Single(await inspector.GetAsync("plain", Stop));
            Assert.Equal("Shop & Söhne", info.Application);
            Assert.Equal([("region", "eu"), ("version", "1")], info.Metadata.Select(static pair => (pair.Key, pair.Value)).Order());
            Assert.Equal(
                [("order", "4&2"), ("region", "eu"), ("version", "2")],
                Assert.Single(await inspector.GetAsync("own", Stop)).Metadata.Select(static pair => (pair.Key, pair.Value)).Order());
        }
    }

    [Fact(Timeout = Limit)]
    public Task Options_that_cannot_be_are_refused()
    {
        Assert.Contains("ApplicationName", Assert.Throws<ArgumentException>(() => new InMemoryLockProvider(new() { ApplicationName = " " })).Message, StringComparison.Ordinal);
        Assert.Contains(
            "101 characters", Assert.Throws<ArgumentException>(() => new InMemoryLockProvider(new() { ApplicationName = new string('a', 101) })).Message, StringComparison.Ordinal);
        var tooLong = new InMemoryLockOptions { Metadata = { ["big"] = new string('a', 2000) } };
        Assert.Contains("'big'", Assert.Throws<ArgumentException>(() => new InMemoryLockProvider(tooLong)).Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    private static LockRequest WithPairs(Dictionary<string, string> pairs) => new("k") { Metadata = pairs };

    private static void AssertRefused(string pair, string text, Dictionary<string, string> pairs)
    {
        var exception = Assert.Throws<ArgumentException>("Metadata", () => WithPairs(pairs));
        Assert.Contains(pair, exception.Message, StringComparison.Ordinal);
        Assert.Contains(text, exception.Message, StringComparison.Ordinal);
    }
}
