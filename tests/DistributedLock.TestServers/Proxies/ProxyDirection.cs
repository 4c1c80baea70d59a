namespace DistributedLock.TestServers;

/// <summary>A direction through a <see cref="TcpProxy"/>.</summary>
public enum ProxyDirection
{
    /// <summary>From the client to the server: requests.</summary>
    Up,

    /// <summary>From the server to the client: answers.</summary>
    Down,
}
