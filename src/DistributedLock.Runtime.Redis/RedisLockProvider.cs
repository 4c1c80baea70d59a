using DistributedLock.Leases;
using DistributedLock.Redis;
using StackExchange.Redis;

namespace DistributedLock;

/// <summary>
/// Locks between machines over Redis 5 or newer: shared, exclusive and semaphore, as leases with an owner that end by the server's clock; one round trip
/// to acquire and one to release; fencing tokens; waiters are woken by a message that is sent only when somebody waits. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// As durable as the server: one that restarts without its data, or fails over to a replica that had not got the last writes, has forgotten locks. Give the
/// fencing token to the resource that must not see two holders, or use several independent servers (<see cref="RedisLockOptions.Servers"/>).
/// </para>
/// <para>See <c>docs/backends/redis.md</c> for what is guaranteed, what to grant, and what each fault leads to.</para>
/// </remarks>
public sealed class RedisLockProvider : LeaseLockProvider
{
    private const string Category = "DistributedLock.Redis";

    /// <summary>Creates a provider with a connection of its own and the default options.</summary>
    /// <param name="configuration">See <see cref="RedisLockOptions.Configuration"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="configuration"/> is empty or cannot be read.</exception>
    /// <exception cref="LockBackendException">The server refuses us for good: see the last constructor.</exception>
    public RedisLockProvider(string configuration)
        : this(new RedisLockOptions { Configuration = configuration })
    {
    }

    /// <summary>Creates a provider over a connection that the application has already, with the default options.</summary>
    /// <param name="multiplexer">See <see cref="RedisLockOptions.Multiplexer"/>.</param>
    /// <exception cref="LockBackendException">The server refuses us for good: see the last constructor.</exception>
    public RedisLockProvider(IConnectionMultiplexer multiplexer)
        : this(new RedisLockOptions { Multiplexer = multiplexer ?? throw new ArgumentNullException(nameof(multiplexer)) })
    {
    }

    /// <summary>Creates a provider: connects, and tries whether the server lets us do what locks need. A server that is down is no error here.</summary>
    /// <exception cref="ArgumentException">An option is missing, or options contradict each other.</exception>
    /// <exception cref="LockBackendException">
    /// A server refuses us for good: the password is wrong, the user may not do what locks need, or the server is older than Redis 5.
    /// </exception>
    public RedisLockProvider(RedisLockOptions options)
        : base(CreateStore(options), options, Category)
    {
    }

    private static ILeaseStore CreateStore(RedisLockOptions options)
    {
        (options ?? throw new ArgumentNullException(nameof(options))).ThrowIfInvalid();
        return RedisStores.Create(options, options.CreateLogger(Category));
    }
}
