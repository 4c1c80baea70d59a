namespace DistributedLock;

/// <summary>
/// Is told what happens to locks: for audits, notifications and metrics of one's own. Register it as a service (several may be), or give it to
/// <see cref="LockTelemetryExtensions.WithTelemetry"/>.
/// </summary>
public interface ILockObserver
{
    /// <summary>Something happened to a lock.</summary>
    /// <remarks>
    /// Called on the thread pool, for one event of a provider after the other: what takes long here delays later events of this
    /// provider and keeps them in memory, but no lock. What is thrown is logged (event 17) and harms neither the lock nor other observers. An event that was not told
    /// yet when the process dies is lost; disposing the provider waits for them, at most 5 s; do not dispose it in here.
    /// </remarks>
    /// <param name="lockEvent">What happened.</param>
    void OnLockEvent(LockEvent lockEvent);
}
