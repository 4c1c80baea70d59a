using StackExchange.Redis;

namespace DistributedLock.Tool.Doctor;

/// <summary>What a Redis server says about itself (<c>INFO</c>), and what that means for locks.</summary>
internal sealed class RedisInfo
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public static RedisInfo Nothing { get; } = new();

    public bool IsKnown => _values.Count > 0;

    public Finding Role => !_values.TryGetValue("role", out var role)
        ? Finding.Warning("the user may not ask for INFO: role, eviction and durability were not checked", "Grant +info.")
        : role != "master" ? Finding.Failed($"the server is a {role}", "Name the master.")
        : Value("connected_slaves") is "0" ? Finding.Ok("master, without replicas")
        : Finding.Ok($"master; its replicas ({Value("connected_slaves")}) copy later, so a fail-over may forget the last locks. Fencing tokens protect what must not see two holders");

    public Finding Eviction => Value("maxmemory_policy") is var policy && policy == "noeviction" ? Finding.Ok("maxmemory-policy noeviction")
        : Value("maxmemory") is "0" ? Finding.Ok($"maxmemory-policy {policy}, but no maxmemory: nothing is evicted")
        : Finding.Warning($"maxmemory-policy {policy}: a server that is full throws held locks away", "Set maxmemory-policy noeviction, or use a server of its own for locks.");

    public Finding Durability => Finding.Ok(Value("aof_enabled") == "1"
        ? "append-only file: a restart forgets the locks of the last second, or none with appendfsync always"
        : "no append-only file: a restart forgets all locks, and their holders are told. appendonly yes keeps them");

    public static IEnumerable<IServer> Servers(ConnectionMultiplexer multiplexer) =>
        multiplexer.GetEndPoints().Select(endPoint => multiplexer.GetServer(endPoint)).Where(static server => server.IsConnected);

    /// <summary>Of the first server: those of a group or a cluster are set alike, or somebody knows why not.</summary>
    public static async Task<RedisInfo> ReadAsync(ConnectionMultiplexer multiplexer)
    {
        var info = new RedisInfo();
        try
        {
            foreach (var server in Servers(multiplexer).Take(1))
            {
                foreach (var pair in (await server.InfoAsync()).SelectMany(static section => section))
                {
                    info._values[pair.Key] = pair.Value;
                }
            }
        }
        catch (RedisServerException)
        {
            // Not allowed: told by what is missing.
        }

        return info;
    }

    private string Value(string name) => _values.GetValueOrDefault(name, "0");
}
