using StackExchange.Redis;

namespace DistributedLock;

/// <summary>Chooses the Redis backend.</summary>
public static class RedisLockBuilderExtensions
{
    /// <summary>Uses a Redis server, group or cluster: see <see cref="RedisLockProvider"/>.</summary>
    /// <param name="builder">The registration.</param>
    /// <param name="configuration">See <see cref="RedisLockOptions.Configuration"/>.</param>
    /// <param name="configure">Sets further options.</param>
    /// <exception cref="ArgumentNullException">There is no configuration: to use the container's connection is another overload.</exception>
    /// <exception cref="InvalidOperationException">A backend was chosen already.</exception>
    public static DistributedLockBuilder UseRedis(
        this DistributedLockBuilder builder, string configuration, Action<RedisLockOptions>? configure = null) => configuration is null
        ? throw new ArgumentNullException(nameof(configuration))
        : Use(builder, () => new RedisLockOptions { Configuration = configuration }, configure);

    /// <summary>
    /// Uses Redis as the options say; where they name no server, the <see cref="IConnectionMultiplexer"/> of the container, which stays the container's.
    /// </summary>
    /// <param name="builder">The registration.</param>
    /// <param name="configure">Sets the options.</param>
    /// <exception cref="InvalidOperationException">A backend was chosen already.</exception>
    public static DistributedLockBuilder UseRedis(this DistributedLockBuilder builder, Action<RedisLockOptions>? configure = null) =>
        Use(builder, () => new RedisLockOptions(), configure);

    private static DistributedLockBuilder Use(
        DistributedLockBuilder builder, Func<RedisLockOptions> create, Action<RedisLockOptions>? configure)
    {
        if (builder is null)
        {
            throw new ArgumentNullException(nameof(builder));
        }

        return builder.Use(services => new RedisLockProvider(DistributedLockBuilder.Configure(services, create(), options =>
        {
            configure?.Invoke(options);
            if (options.Configuration is null && options.Servers.Count == 0)
            {
                options.Multiplexer ??= (IConnectionMultiplexer?)services.GetService(typeof(IConnectionMultiplexer)) ?? throw new InvalidOperationException(
                    "UseRedis() names no server: expected a configuration, such as UseRedis(\"localhost:6379\"), or an IConnectionMultiplexer in the container.");
            }
        })));
    }
}
