using DistributedLock.Benchmarks.Measuring;
using StackExchange.Redis;

namespace DistributedLock.Benchmarks.Redis;

/// <summary>
/// The lock as the textbooks have it: a key with an owner and a time to live, a script that deletes it only for its owner, and a random sleep of up to 200 ms between
/// two tries. See https://redis.io/docs/latest/develop/clients/patterns/distributed-locks/
/// </summary>
internal sealed class PollingLock(IDatabase database, RedisKey key) : IContendedLock
{
    private const int LongestSleep = 200;

    private const string Release = """
        if redis.call("get", KEYS[1]) == ARGV[1] then
            return redis.call("del", KEYS[1])
        else
            return 0
        end
        """;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly RedisKey[] _keys = [key];

    public async ValueTask<IAsyncDisposable> AcquireAsync(int side) => await AcquireAsync(CancellationToken.None);

    public async Task<IAsyncDisposable> AcquireAsync(CancellationToken cancellationToken)
    {
        RedisValue owner = Guid.NewGuid().ToString("N");
        while (!await database.StringSetAsync(key, owner, Lease, When.NotExists))
        {
            await Task.Delay(Random.Shared.Next(LongestSleep), cancellationToken);
        }

        return new Hold(this, owner);
    }

    public async Task AcquireAndReleaseAsync()
    {
        await using var hold = await AcquireAsync(CancellationToken.None);
    }

    private sealed class Hold(PollingLock owned, RedisValue owner) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await owned.ReleaseAsync(owner);
    }

    private Task<RedisResult> ReleaseAsync(RedisValue owner) => database.ScriptEvaluateAsync(Release, _keys, [owner]);
}
