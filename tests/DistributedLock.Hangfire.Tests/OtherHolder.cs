namespace DistributedLock.Hangfire.Tests;

/// <summary>Takes locks as somebody else would, not as part of the test's own flow.</summary>
internal static class OtherHolder
{
    public static IDistributedLockHandle HoldElsewhere(this IDistributedLockProvider locks, string key) =>
        locks.Try(key) ?? throw new InvalidOperationException($"'{key}' is not free.");

    public static bool IsFree(this IDistributedLockProvider locks, string key)
    {
        var handle = locks.Try(key);
        handle?.Dispose();
        return handle is not null;
    }

    private static IDistributedLockHandle? Try(this IDistributedLockProvider locks, string key) =>
        locks.TryAcquire(new LockRequest(key) { TrackFlow = false, Timeout = TimeSpan.Zero });
}
