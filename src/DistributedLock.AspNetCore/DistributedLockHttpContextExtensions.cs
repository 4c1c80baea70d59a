using DistributedLock;
using DistributedLock.AspNetCore.Requests;

namespace Microsoft.AspNetCore.Http;

/// <summary>Gives handlers the lock that their request holds.</summary>
public static class DistributedLockHttpContextExtensions
{
    /// <summary>
    /// The lock that this request holds, for its fencing token or to extend it; <see langword="null"/> where it holds none. Of several locks, all as one.
    /// Do not dispose it: the endpoint does.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is <see langword="null"/>.</exception>
    public static IDistributedLockHandle? GetDistributedLock(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<LockedRequest>()?.Handle;
    }

    /// <summary>The locks that this request holds, in the order in which they were taken; empty where it holds none. Do not dispose them.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is <see langword="null"/>.</exception>
    public static IReadOnlyList<IDistributedLockHandle> GetDistributedLocks(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<LockedRequest>()?.Handles ?? [];
    }
}
