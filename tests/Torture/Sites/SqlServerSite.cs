using DistributedLock.SqlServer.Tests;

namespace DistributedLock.Torture;

/// <summary>The endpoint that answers our statements as a SQL Server would; it runs in the conductor, and its proxies, kills and freezes are as real as others'.</summary>
internal sealed class SqlServerSite : ProxiedSite
{
    private readonly ModelledServer _server;

    public SqlServerSite(int places)
        : this(new ModelledServer(), places)
    {
    }

    private SqlServerSite(ModelledServer server, int places)
        : base([server.Endpoint.Port], places) => _server = server;

    public override IReadOnlyList<string> Stores => [_server.ConnectionString];

    public override IReadOnlyList<string> StoresOf(int place) =>
        [_server.ConnectionString.Replace(FormattableString.Invariant($",{_server.Endpoint.Port};"), FormattableString.Invariant($",{LinesOf(place)[0].Port};"), StringComparison.Ordinal)];

    public override Task KillAsync(int server) => _server.Endpoint.StopAsync();

    public override Task StartAgainAsync(int server, CancellationToken cancellationToken) => _server.Endpoint.RestartAsync();

    public override void Freeze(int server) => _server.Endpoint.Freeze();

    public override void Thaw(int server) => _server.Endpoint.Thaw();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }
}
