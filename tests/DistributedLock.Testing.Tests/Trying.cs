namespace DistributedLock.Testing.Tests;

internal static class Trying
{
    /// <summary>Whether one try gets the lock; it is released again.</summary>
    public static bool IsFree(this IDistributedLockProvider provider, string key)
    {
        using var handle = provider.TryAcquire(new LockRequest(key) { Timeout = TimeSpan.Zero }, TestContext.Current.CancellationToken);
        return handle is not null;
    }
}
