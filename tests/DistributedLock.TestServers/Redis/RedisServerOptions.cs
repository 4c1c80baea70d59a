namespace DistributedLock.TestServers;

/// <summary>How a <see cref="RedisServer"/> is to be.</summary>
public sealed record RedisServerOptions
{
    /// <summary>Whether every write is on disk before it is answered (append-only file, fsync always). Otherwise a restart loses everything.</summary>
    public bool Persistent { get; init; }

    /// <summary>The password of <see cref="User"/> or, without one, of the default user; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>The only user that may log in (an ACL, Redis 6 and later); null for the default user.</summary>
    public string? User { get; init; }

    /// <summary>The server that this one copies; it refuses writes of its own then.</summary>
    public RedisServer? ReplicaOf { get; init; }

    /// <summary>Further lines of redis.conf.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];
}
