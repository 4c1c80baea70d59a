using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace DistributedLock.Redis;

/// <summary>One server, or one group of servers with one master: the multiplexer, and whether it is ours to dispose.</summary>
internal sealed class RedisConnection : IDisposable
{
    private static readonly TimeSpan SecondLook = TimeSpan.FromMilliseconds(100);

    private readonly bool _isOwned;

    private RedisConnection(IConnectionMultiplexer multiplexer, int database, bool isOwned)
    {
        Multiplexer = multiplexer;
        _isOwned = isOwned;
        Database = multiplexer.GetDatabase(database);
        Name = string.Format(CultureInfo.InvariantCulture, "redis:{0}/{1}", EndPointsOf(multiplexer), Database.Database);
        ChannelPrefix = ChannelPrefixOf(multiplexer);
    }

    public IConnectionMultiplexer Multiplexer { get; }

    public IDatabase Database { get; }

    /// <summary>The servers and the database, without user and password.</summary>
    public string Name { get; }

    /// <summary>What the driver puts before the name of a channel; a script has to do it itself.</summary>
    public string ChannelPrefix { get; }

    public bool IsCluster => Multiplexer.GetEndPoints().Any(endPoint => Multiplexer.GetServer(endPoint).ServerType == ServerType.Cluster);

    /// <summary>Connects. A server that is down is no error: the driver goes on trying.</summary>
    /// <exception cref="LockBackendException">The server refuses us for good: a wrong password, a missing right, a version that is too old.</exception>
    public static RedisConnection Connect(string configuration, RedisLockOptions options, ILogger logger)
    {
        var parsed = RedisConfiguration.Parse(configuration, nameof(RedisLockOptions.Configuration));
        parsed.AbortOnConnectFail = false;
        if (configuration.IndexOf("syncTimeout", StringComparison.OrdinalIgnoreCase) < 0)
        {
            parsed.SyncTimeout = (int)Math.Min(int.MaxValue, Math.Ceiling(options.OperationTimeout.TotalMilliseconds));
        }

        IConnectionMultiplexer multiplexer;
        try
        {
            multiplexer = ConnectionMultiplexer.Connect(parsed);
        }
        catch (Exception exception) when (RedisErrors.IsOfDriver(exception))
        {
            throw RedisErrors.Translate("redis:" + string.Join(",", parsed.EndPoints.Select(Text)), exception);
        }

        return Check(new RedisConnection(multiplexer, options.Database ?? -1, isOwned: true), options, logger);
    }

    public static RedisConnection Use(IConnectionMultiplexer multiplexer, RedisLockOptions options, ILogger logger) =>
        Check(new RedisConnection(multiplexer, options.Database ?? -1, isOwned: false), options, logger);

    public void Dispose()
    {
        if (_isOwned)
        {
            // Not to wait for a server that may hang: the engine has waited for what it sent.
            Multiplexer.Close(allowCommandsToComplete: false);
            Multiplexer.Dispose();
        }
    }

    private static RedisConnection Check(RedisConnection connection, RedisLockOptions options, ILogger logger)
    {
        var error = connection.Probe(options.KeyPrefix);
        if (error is { IsTransient: true })
        {
            // A connection that the server has just refused may not have told the driver why yet.
            Thread.Sleep(SecondLook);
            error = connection.Probe(options.KeyPrefix);
        }

        if (error is { IsTransient: false })
        {
            connection.Dispose();
            throw error;
        }

        if (error is not null)
        {
            RedisLog.NotReadyYet(logger, connection.Name, error);
        }

        return connection;
    }

    private LockBackendException? Probe(string keyPrefix)
    {
        try
        {
            var names = RedisLeaseNames.OfProbe(keyPrefix);
            LeaseScripts.Probe.Run(Database, [names.Lock], [ChannelPrefix + names.Channel]);
            return null;
        }
        catch (Exception exception) when (RedisErrors.IsOfDriver(exception))
        {
            return RedisErrors.Translate(Name, exception);
        }
    }

    private static string EndPointsOf(IConnectionMultiplexer multiplexer) =>
        string.Join(",", multiplexer.GetEndPoints(configuredOnly: true).Select(Text).OrderBy(text => text, StringComparer.Ordinal));

    private static string Text(EndPoint endPoint) => endPoint switch
    {
        DnsEndPoint dns => string.Format(CultureInfo.InvariantCulture, "{0}:{1}", dns.Host, dns.Port),
        _ => endPoint.ToString()!,
    };

    private static string ChannelPrefixOf(IConnectionMultiplexer multiplexer)
    {
        try
        {
            return (string?)ConfigurationOptions.Parse(multiplexer.Configuration).ChannelPrefix ?? "";
        }
        catch (ArgumentException)
        {
            return ""; // a multiplexer of a test, or of a newer driver's notation: waiters poll where there is a prefix
        }
    }
}
