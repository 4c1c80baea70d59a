namespace DistributedLock.TestServers;

/// <summary>How a <see cref="PostgresServer"/> is to be. Its data outlive <see cref="TestServer.Kill"/>, as long as the machine runs.</summary>
public sealed record PostgresServerOptions
{
    /// <summary>How many connections there may be at once.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>Whether transactions may not write unless they say so (default_transaction_read_only).</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The password of the user postgres; null for one made up.</summary>
    public string? Password { get; init; }

    /// <summary>Further settings, by their names in postgresql.conf.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
