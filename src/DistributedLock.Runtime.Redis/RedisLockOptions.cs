using DistributedLock.Redis;
using StackExchange.Redis;

namespace DistributedLock;

/// <summary>
/// The options of <see cref="RedisLockProvider"/>. Exactly one of <see cref="Configuration"/>, <see cref="Multiplexer"/> and <see cref="Servers"/> says
/// where the locks are.
/// </summary>
public sealed class RedisLockOptions : DistributedLockOptions
{
    private const int FewestServers = 3;

    /// <summary>
    /// The driver's configuration string, such as <c>"localhost:6379,password=...,ssl=true"</c>. Several servers in it are one group with one master, or a
    /// cluster. The provider connects at its creation, goes on trying while the server is down, and closes the connection when it is disposed.
    /// </summary>
    public string? Configuration { get; set; }

    /// <summary>A connection that the application has already. It is never disposed by the provider.</summary>
    public IConnectionMultiplexer? Multiplexer { get; set; }

    /// <summary>
    /// Three or more independent servers, as configuration strings: a lock is held when most of them agree. Only exclusive and shared locks, and without
    /// fencing tokens. An odd number makes sense: four servers survive no more failures than three.
    /// </summary>
    public IList<string> Servers { get; } = [];

    /// <summary>The database's number. Default: that of the configuration, which is 0 if nothing is said. Every process must use the same.</summary>
    public int? Database { get; set; }

    /// <summary>How long an answer of the server is waited for; more than zero. Default: 5 s.</summary>
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest sleep of a waiter between two tries, in case a signal got lost.</summary>
    internal TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one server of several is waited for before the others decide without it.</summary>
    internal TimeSpan ServerTimeout { get; set; } = TimeSpan.FromMilliseconds(500);

    internal void ThrowIfInvalid() => Validate();

    /// <inheritdoc/>
    protected override void Validate()
    {
        base.Validate();
        if (OperationTimeout <= TimeSpan.Zero || OperationTimeout.TotalMilliseconds > int.MaxValue)
        {
            throw new ArgumentException($"OperationTimeout is {OperationTimeout}: expected more than zero, such as 5 seconds.", nameof(OperationTimeout));
        }

        if (Database < 0)
        {
            throw new ArgumentException($"Database is {Database}: expected 0 or more.", nameof(Database));
        }

        ThrowIfPlacesContradict();
        if (Configuration is not null)
        {
            RedisConfiguration.Parse(Configuration, nameof(Configuration));
        }

        ThrowIfServersAreWrong();
    }

    private void ThrowIfPlacesContradict()
    {
        var places = (Configuration is null ? 0 : 1) + (Multiplexer is null ? 0 : 1) + (Servers.Count == 0 ? 0 : 1);
        if (places != 1)
        {
            throw new ArgumentException(
                $"{(places == 0 ? "None" : "More than one")} of Configuration, Multiplexer and Servers is set: expected exactly one, such as " +
                "Configuration = \"localhost:6379\".",
                nameof(Configuration));
        }
    }

    private void ThrowIfServersAreWrong()
    {
        if (Servers.Count == 0)
        {
            return;
        }

        if (Servers.Count < FewestServers)
        {
            throw new ArgumentException(
                $"Servers has {Servers.Count} entries: expected {FewestServers} or more, because most of them must agree. For one server set Configuration.",
                nameof(Servers));
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < Servers.Count; i++)
        {
            foreach (var endPoint in RedisConfiguration.Parse(Servers[i], $"{nameof(Servers)}[{i}]").EndPoints)
            {
                if (!seen.Add(endPoint.ToString()!))
                {
                    throw new ArgumentException($"Servers names {endPoint} twice: expected independent servers, each of them once.", nameof(Servers));
                }
            }
        }
    }
}
