namespace DistributedLock.Leases;

/// <summary>A subscription to the signals of one resource; disposing it ends it. Disposing must do no harm after the store was disposed, and must not throw.</summary>
public interface ILeaseSubscription : IAsyncDisposable, IDisposable;
