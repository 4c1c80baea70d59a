using DistributedLock.TestServers;

namespace DistributedLock.Torture;

/// <summary>A site with servers, and a proxy between each of them and each place.</summary>
internal abstract class ProxiedSite : Site
{
    private readonly TcpProxy[][] _lines; // by place, then by server

    protected ProxiedSite(IReadOnlyList<int> ports, int places) =>
        _lines = [.. Enumerable.Range(0, places).Select(_ => ports.Select(static port => TcpProxy.Start(port)).ToArray())];

    public override int Servers => _lines[0].Length;

    public override IReadOnlyList<TcpProxy> LinesOf(int place) => _lines[place];

    public override async ValueTask DisposeAsync()
    {
        foreach (var line in _lines.SelectMany(static lines => lines))
        {
            await line.DisposeAsync();
        }
    }
}
