using StackExchange.Redis;

namespace DistributedLock.Benchmarks.Redis;

/// <summary>What the driver offers: no wait, no renewal, no fencing token.</summary>
internal sealed class DriverLock(IDatabase database, RedisKey key)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    public async Task TakeAndReleaseAsync()
    {
        RedisValue owner = Guid.NewGuid().ToString("N");
        if (!await database.LockTakeAsync(key, owner, Lease) || !await database.LockReleaseAsync(key, owner))
        {
            throw new InvalidOperationException("The driver's lock was not taken or not released: expected both of a key that nobody else uses.");
        }
    }
}
