using System.Net.Sockets;
using System.Text;
using DistributedLock.TestServers;

namespace DistributedLock.Torture;

/// <summary>One redis-server or several, whose data are on disk before an answer goes out: a restart forgets nothing.</summary>
internal sealed class RedisSite : ProxiedSite
{
    private readonly IReadOnlyList<RedisServer> _servers;

    private RedisSite(IReadOnlyList<RedisServer> servers, int places)
        : base([.. servers.Select(static server => server.Port)], places) => _servers = servers;

    public override IReadOnlyList<string> Stores => [.. _servers.Select(static server => server.ConnectionString)];

    public static async Task<RedisSite> StartAsync(int count, int places, CancellationToken cancellationToken)
    {
        var servers = new List<RedisServer>();
        try
        {
            for (var i = 0; i < count; i++)
            {
                servers.Add(await RedisServer.StartAsync(new RedisServerOptions { Persistent = true }, cancellationToken));
            }

            return new RedisSite(servers, places);
        }
        catch
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }

            throw;
        }
    }

    public override IReadOnlyList<string> StoresOf(int place) => [.. LinesOf(place).Zip(_servers, static (line, server) => server.ConnectionStringThrough(line.Port))];

    public override Task KillAsync(int server)
    {
        _servers[server].Kill();
        return Task.CompletedTask;
    }

    public override Task StartAgainAsync(int server, CancellationToken cancellationToken) => _servers[server].StartAgainAsync(cancellationToken);

    public override void Freeze(int server) => _servers[server].Freeze();

    public override void Thaw(int server) => _servers[server].Thaw();

    public override async Task ForgetAsync(int server, bool everything, CancellationToken cancellationToken)
    {
        // The inline form of the protocol: a line, and an answer that begins with a plus.
        using var client = new TcpClient();
        await client.ConnectAsync(_servers[server].Host, _servers[server].Port, cancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(everything ? "FLUSHALL\r\n" : "SCRIPT FLUSH\r\n"), cancellationToken);
        var answer = new byte[1];
        if (await stream.ReadAsync(answer, cancellationToken) != 1 || answer[0] != (byte)'+')
        {
            throw new InvalidOperationException("Redis did not flush.");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }
}
