namespace DistributedLock.TestServers;

/// <summary>
/// Ports to try. Whoever looks whether a port is free only knows that it was: so the server tries to bind, and another port is taken when it cannot.
/// They lie below those that systems hand out (32768 and up on Linux): no client's outgoing connection takes the port of a server that is down for a while.
/// </summary>
internal static class LoopbackPort
{
    public const int Tries = 20;

    public static int Next() => Random.Shared.Next(20_000, 32_000);
}
