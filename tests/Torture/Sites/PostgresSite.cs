using DistributedLock.Postgres;
using DistributedLock.TestServers;
using Npgsql;

namespace DistributedLock.Torture;

/// <summary>A PostgreSQL.</summary>
internal sealed class PostgresSite : ProxiedSite
{
    private readonly PostgresServer _server;

    private PostgresSite(PostgresServer server, int places)
        : base([server.Port], places) => _server = server;

    public override IReadOnlyList<string> Stores => [_server.ConnectionString];

    public static async Task<PostgresSite> StartAsync(int places, CancellationToken cancellationToken) =>
        new(await PostgresServer.StartAsync(new PostgresServerOptions { MaxConnections = 300 }, cancellationToken), places);

    public override IReadOnlyList<string> StoresOf(int place) => [_server.ConnectionStringThrough(LinesOf(place)[0].Port)];

    public override Task KillAsync(int server)
    {
        _server.Kill();
        return Task.CompletedTask;
    }

    public override Task StartAgainAsync(int server, CancellationToken cancellationToken) => _server.StartAgainAsync(cancellationToken);

    public override void Freeze(int server) => _server.Freeze();

    public override void Thaw(int server) => _server.Thaw();

    public override async Task ForgetAsync(int server, bool everything, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);

        // Not delete: that would wait for one row while it holds others. The sequence of tokens is left, as an administrator would leave it.
        await using var command = new NpgsqlCommand("truncate " + new LeaseTable("public", mayCreate: false).QualifiedName, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }
}
