using DistributedLock.Leases;
using DistributedLock.Sessions;

namespace DistributedLock.Postgres;

/// <summary>A registration of a <see cref="WaiterChannel"/>. It is kept through a loss of the connection.</summary>
internal sealed class WaiterIntent(WaiterChannel channel, long key, Action? onWake) : ISessionIntent, ILeaseSubscription
{
    /// <summary>The advisory key that stands for the intent.</summary>
    public long Key { get; } = key;

    public Action? OnWake { get; } = onWake;

    /// <summary>The session that holds the intent; <see langword="null"/> while none does.</summary>
    public AdvisorySession? Session { get; set; }

    public ValueTask DisposeAsync() => channel.UnregisterAsync(this);

    public void Dispose() => AdvisoryStore.Wait(async () =>
    {
        await DisposeAsync().ConfigureAwait(false);
        return true;
    });
}
