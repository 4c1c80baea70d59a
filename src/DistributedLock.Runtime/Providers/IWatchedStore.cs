namespace DistributedLock.Providers;

/// <summary>An engine that tells by itself how its store answers: who stands around it needs not look at every acquisition.</summary>
internal interface IWatchedStore
{
    StoreWatch StoreWatch { get; }
}
