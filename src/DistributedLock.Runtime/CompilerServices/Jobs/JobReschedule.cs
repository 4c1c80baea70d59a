using System.ComponentModel;
using DistributedLock.Acquisition;

namespace DistributedLock.CompilerServices;

/// <summary>When a job is run again that did not get its locks. Called by generated code only; thread-safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JobReschedule
{
    /// <summary>The time after which a job is run again: as declared or configured, and of several locks the longest, because the job needs all of them.</summary>
    /// <param name="locks">The locks of the job, and where each of them is.</param>
    public static TimeSpan After(params (IDistributedLockProvider? Provider, LockDefinition Lock)[] locks) => locks.Max(static one =>
    {
        // A request is what times are configured for; this one is never taken.
        var request = one.Lock.CreateRequest(one.Lock.Template);
        return LockRequestResolution.Of(LockCall.Required(one.Provider, request), request).RescheduleAfter ?? TimeSpan.Zero;
    });
}
