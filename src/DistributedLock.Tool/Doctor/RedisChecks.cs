using System.Net;
using DistributedLock.Tool.Backends;
using StackExchange.Redis;

namespace DistributedLock.Tool.Doctor;

/// <summary>One Redis, or several independent ones: each is looked at by itself.</summary>
internal sealed class RedisChecks(RedisBackend backend, ProviderChecks provider) : IBackendChecks
{
    private static readonly Version OldestServer = new(5, 0);

    private readonly List<(string Suffix, ConnectionMultiplexer Multiplexer)> _connections = [];

    public async Task<bool> CheckAccessAsync(Checkup checkup)
    {
        var reached = 0;
        for (var i = 0; i < backend.Configurations.Count; i++)
        {
            reached += await ConnectAsync(checkup, backend.Configurations[i], backend.Configurations.Count == 1 ? "" : FormattableString.Invariant($" {i + 1}")) ? 1 : 0;
        }

        // Of several most will do; that one is missing is a failed check already.
        if (reached <= backend.Configurations.Count / 2)
        {
            return false;
        }

        foreach (var (suffix, multiplexer) in _connections)
        {
            await checkup.RunAsync("version" + suffix, () => VersionOf(multiplexer));
        }

        return await checkup.RunAsync("rights", async stop => await provider.ExplainAsync(checkup.Patience, stop) is { } problem
            ? Finding.Failed(problem)
            : Finding.Ok("every command that locks need may be used"));
    }

    public async Task CheckSettingsAsync(Checkup checkup)
    {
        foreach (var (suffix, multiplexer) in _connections)
        {
            var info = RedisInfo.Nothing;
            if (await checkup.RunAsync("role" + suffix, async _ => (info = await RedisInfo.ReadAsync(multiplexer)).Role) && info.IsKnown)
            {
                await checkup.RunAsync("eviction" + suffix, () => info.Eviction);
                await checkup.RunAsync("durability" + suffix, () => info.Durability);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, multiplexer) in _connections)
        {
            await Task.Run(() =>
            {
                multiplexer.Close(allowCommandsToComplete: false);
                multiplexer.Dispose();
            });
        }
    }

    private static string Text(EndPoint endPoint) => endPoint is DnsEndPoint dns ? FormattableString.Invariant($"{dns.Host}:{dns.Port}") : endPoint.ToString()!;

    private static Finding VersionOf(ConnectionMultiplexer multiplexer)
    {
        var versions = RedisInfo.Servers(multiplexer).Select(static server => server.Version).ToList();
        var oldest = versions.Min() ?? new Version();
        return oldest >= OldestServer
            ? Finding.Ok($"Redis {string.Join(", ", versions.Distinct())}")
            : Finding.Failed($"Redis {oldest}: locks need {OldestServer} or newer", "Update the server.");
    }

    private async Task<bool> ConnectAsync(Checkup checkup, string configuration, string suffix)
    {
        string? refusal = null;
        var isReached = await checkup.RunAsync("connect" + suffix, async stop =>
        {
            var options = ConfigurationOptions.Parse(configuration);
            options.AbortOnConnectFail = true;
            options.AllowAdmin = true; // of which only INFO is used
            options.ClientName = "distlock";
            try
            {
                _connections.Add((suffix, await ConnectionMultiplexer.ConnectAsync(options)));
            }
            catch (RedisConnectionException exception)
            {
                var problem = await ExplainAsync(checkup, configuration, stop) ?? exception.Message;
                if (!problem.Contains("refused the login", StringComparison.Ordinal))
                {
                    return Finding.Failed(problem);
                }

                refusal = problem; // by a server that was reached
            }

            return Finding.Ok(string.Join(", ", options.EndPoints.Select(Text)));
        });
        return isReached && await checkup.RunAsync("log in" + suffix, () => refusal is null ? Finding.Ok("let in") : Finding.Failed(refusal));
    }

    /// <summary>What the provider of one server says about it.</summary>
    private async Task<string?> ExplainAsync(Checkup checkup, string configuration, CancellationToken cancellationToken)
    {
        var single = new RedisBackend([configuration], backend.Database, checkup.Patience, backend.KeyPrefix);
        await using var checks = new ProviderChecks(single, tries: 1, createMissing: false);
        return await checks.ExplainAsync(checkup.Patience, cancellationToken);
    }
}
