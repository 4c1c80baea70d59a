namespace DistributedLock.Leases;

/// <summary>
/// A lease store that notices when it has a connection again: the server may have forgotten its leases meanwhile, by a restart or a fail-over, and somebody else
/// may hold them before their next renewal is due. The engine then renews all that is held at once, and so learns of the loss within a round trip.
/// </summary>
/// <remarks>Optional: a store of which the engine hears nothing is asked when its leases are due, at a third of them.</remarks>
public interface IReconnectingLeaseStore : ILeaseStore
{
    /// <summary>
    /// Raised on any thread, as often as the store likes, when a connection that was lost is there again. Its handlers return at once, and the engine renews at
    /// most once a second for it.
    /// </summary>
    event EventHandler? Reconnected;
}
