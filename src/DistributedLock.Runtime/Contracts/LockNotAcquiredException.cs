namespace DistributedLock;

/// <summary>The wait for a lock ended without the lock: somebody else holds it. The body did not run.</summary>
public class LockNotAcquiredException : DistributedLockException
{
    /// <summary>Creates the exception.</summary>
    public LockNotAcquiredException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception for a request whose time-out passed.</summary>
    public LockNotAcquiredException(LockRequest request)
        : base(Describe(request))
    {
        Key = request.Key.Value;
        Template = request.Definition?.Template;
        Timeout = request.Timeout;
        RescheduleAfter = request.RescheduleAfter;
    }

    /// <summary>How long was waited.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>
    /// After how long the job in which this happened is to be run again, as the lock's declaration or its configuration says (<see cref="Contention.Reschedule"/>);
    /// <see langword="null"/> where it says nothing.
    /// </summary>
    public TimeSpan? RescheduleAfter { get; init; }

    private static string Describe(LockRequest request)
    {
        var waited = request.Timeout == TimeSpan.Zero
            ? "at the only try (the time-out is 0)"
            : FormattableString.Invariant($"within {request.Timeout.TotalSeconds:0.###} s");
        var otherwise = request.Definition is null
            ? "Wait longer, try again later, or use TryAcquireAsync, which gives null instead."
            : "Wait longer, try again later, or declare what to do instead (OnContention, Fallback).";
        return $"{LockMessages.Subject(request)} was not acquired {waited}: it is held elsewhere. {otherwise}";
    }
}
