using System.Globalization;

namespace DistributedLock.TestServers;

/// <summary>A redis-server of a test's own.</summary>
public sealed class RedisServer : TestServer
{
    private readonly RedisServerOptions _options;

    private RedisServer(RedisServerOptions options) => _options = options;

    private protected override string ReadyText => "Ready to accept connections";

    private string ConfigurationFile => Path.Combine(Folder, "redis.conf");

    /// <summary>Starts a server and returns when it answers.</summary>
    /// <exception cref="InvalidOperationException">There is no redis-server, or it refuses to start; the message carries its log.</exception>
    public static async Task<RedisServer> StartAsync(RedisServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options is { User: not null, Password: null })
        {
            throw new ArgumentException("A user needs a password.", nameof(options));
        }

        var server = new RedisServer(options ?? new RedisServerOptions());
        await server.StartFirstAsync(cancellationToken);
        return server;
    }

    /// <inheritdoc/>
    /// <remarks>StackExchange.Redis understands <c>user=</c> from version 2.1 on.</remarks>
    public override string ConnectionStringThrough(int port)
    {
        var address = FormattableString.Invariant($"{Host}:{port}");
        var user = _options.User is { } name ? $",user={name}" : string.Empty;
        var password = _options.Password is { } secret ? $",password={secret}" : string.Empty;
        return address + user + password;
    }

    private protected override Task PrepareAsync(CancellationToken cancellationToken) =>
        File.WriteAllLinesAsync(ConfigurationFile, Configuration(), cancellationToken);

    private protected override IEnumerable<string> CommandLine()
    {
        var program = Executables.Find("redis-server", "Debian: redis-server, Fedora: redis, macOS: brew install redis");
        return [program, ConfigurationFile, "--port", Port.ToString(CultureInfo.InvariantCulture)];
    }

    private protected override void AskToStop(int processId) => Signals.Send(processId, Signals.Terminate);

    private IEnumerable<string> Configuration()
    {
        yield return $"bind {Host}";
        yield return $"dir {Folder}";
        yield return "daemonize no";
        yield return "save \"\"";
        yield return _options.Persistent ? "appendonly yes" : "appendonly no";
        yield return "appendfsync always";
        if (_options.User is { } user)
        {
            yield return "user default off";
            yield return $"user {user} on >{_options.Password} ~* &* +@all";
        }
        else if (_options.Password is { } password)
        {
            yield return $"requirepass {password}";
        }

        if (_options.ReplicaOf is { } master)
        {
            yield return FormattableString.Invariant($"replicaof {master.Host} {master.Port}");
            if (master._options.Password is { } masterPassword)
            {
                yield return $"masterauth {masterPassword}";
            }

            if (master._options.User is { } masterUser)
            {
                yield return $"masteruser {masterUser}";
            }
        }

        foreach (var setting in _options.Settings)
        {
            yield return setting;
        }
    }
}
