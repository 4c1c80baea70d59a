using System.Text;

namespace DistributedLock.Redis.Tests;

public sealed class NameTests : RedisTest
{
    public static TheoryData<string> Keys => new(
        "plain", "{", "}", "{}", "}{", "a}b", "{a}", "{a}b{c}", "}:holders", "a}:holders", "a}:fence", "a:holders", "lock:a", "~", "a~b", " ", "\0", "*?[a]\\^-",
        "\ud83d\ude00", "\ud83d", "\ude00\ud83d", new string('k', 1000), new string('k', 1001), new string('}', 4000), "A", "a");

    [Fact(Timeout = 60_000)]
    public void Names_of_two_resources_are_never_the_same()
    {
        var names = new Dictionary<string, string>();
        foreach (var key in Keys.Select(row => row.Data))
        {
            foreach (var isSemaphore in new[] { false, true })
            {
                foreach (var name in All(RedisLeaseNames.Of(new LockResource(key, isSemaphore))))
                {
                    Assert.True(names.TryAdd(name, key), $"{name} stands for {key} and for {names.GetValueOrDefault(name)}.");
                }
            }
        }
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Keys))]
    public void Names_of_a_resource_lie_in_one_slot(string key)
    {
        foreach (var isSemaphore in new[] { false, true })
        {
            Assert.Single(All(RedisLeaseNames.Of(new LockResource(key, isSemaphore))).Select(ClusterSlot).Distinct());
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("foo", 12182)] // from the CLUSTER KEYSLOT page
    [InlineData("{user1000}.following", 3443)]
    [InlineData("a{user1000}b", 3443)]
    public void Slot_is_counted_as_the_servers_count_it(string name, int slot) => Assert.Equal(slot, ClusterSlot(name));

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Keys))]
    public async Task Any_key_is_locked_found_and_left_clean(string key)
    {
        var store = NewStore();
        var claim = Claim(Lock(key));
        await TakeAsync(store, claim);

        Assert.Equal(claim.Owner, Assert.Single(await store.FindAsync(Lock(key), Stop)).Owner);
        Assert.True((await store.RenewAsync([new(claim, Long)], Stop))[0]);
        Assert.True(await EndAsync(store, claim));
        Assert.Empty(await TracesAsync());
    }

    private static IEnumerable<string> All(RedisLeaseNames names) =>
        new[] { names.Lock, names.Holders, names.Details, names.Fence, names.Waiters }.Select(name => (string)name!).Append(names.Channel);

    /// <summary>As the Redis Cluster specification says: CRC16 (XMODEM) of what stands in the first braces, if anything does, modulo 16384.</summary>
    private static int ClusterSlot(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name).AsSpan();
        var open = bytes.IndexOf((byte)'{');
        if (open >= 0 && bytes[(open + 1)..].IndexOf((byte)'}') is var length and > 0)
        {
            bytes = bytes.Slice(open + 1, length);
        }

        var crc = 0;
        foreach (var value in bytes)
        {
            crc ^= value << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : (crc << 1) & 0xFFFF;
            }
        }

        return crc % 16384;
    }
}
