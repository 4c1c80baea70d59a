using DistributedLock.TestServers;

namespace DistributedLock.Torture;

/// <summary>A backend's side of a run: its servers, and a line to them for each place of a worker.</summary>
internal abstract class Site : IAsyncDisposable
{
    /// <summary>How many servers there are.</summary>
    public virtual int Servers => 0;

    /// <summary>Starts what a backend needs.</summary>
    public static async Task<Site> StartAsync(Backend backend, int places, CancellationToken cancellationToken) => backend.Name switch
    {
        "files" => new FilesSite(),
        "sqlserver-applock" or "sqlserver-lease" => new SqlServerSite(places),
        "redis" => await RedisSite.StartAsync(1, places, cancellationToken),
        "redis-majority" => await RedisSite.StartAsync(3, places, cancellationToken),
        _ => await PostgresSite.StartAsync(places, cancellationToken),
    };

    /// <summary>What a worker connects to.</summary>
    public abstract IReadOnlyList<string> StoresOf(int place);

    /// <summary>What the conductor connects to, without a proxy.</summary>
    public abstract IReadOnlyList<string> Stores { get; }

    /// <summary>The lines of one place, one for each server.</summary>
    public virtual IReadOnlyList<TcpProxy> LinesOf(int place) => [];

    /// <summary>Ends a server without a word.</summary>
    public virtual Task KillAsync(int server) => Task.CompletedTask;

    /// <summary>Starts a killed server with its data.</summary>
    public virtual Task StartAgainAsync(int server, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stops a server where it is.</summary>
    public virtual void Freeze(int server)
    {
    }

    /// <summary>Lets it go on.</summary>
    public virtual void Thaw(int server)
    {
    }

    /// <summary>Makes a server forget its scripts, or all leases.</summary>
    public virtual Task ForgetAsync(int server, bool everything, CancellationToken cancellationToken) => Task.CompletedTask;

    public abstract ValueTask DisposeAsync();
}
