using DistributedLock.Leases;
using DistributedLock.Redis;

namespace DistributedLock.Torture;

/// <summary>The Redis provider over a store that makes a mistake.</summary>
internal sealed class BrokenRedisProvider(RedisLockOptions options, Breakage breakage) : LeaseLockProvider(
    new BrokenLeaseStore(RedisStores.Create(options, options.CreateLogger("Torture")), breakage), options, "Torture");
