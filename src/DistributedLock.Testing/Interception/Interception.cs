namespace DistributedLock.Testing;

/// <summary>What is to become of one request, and of the lock it gets: decided before it is asked for, by a script or from a seed.</summary>
internal sealed record Interception
{
    public static readonly Interception None = new();

    public InterceptedAnswer Answer { get; init; }

    /// <summary>How long the request is kept back before anything else happens.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>What a failed request throws.</summary>
    public Func<LockRequest, Exception>? Failure { get; init; }

    /// <summary>How the lock is lost, once it is held.</summary>
    public LockLoss? Loss { get; init; }

    /// <summary>How long the release is kept back.</summary>
    public TimeSpan ReleaseDelay { get; init; }

    /// <summary>How long the request waits before it is answered, or passed on.</summary>
    public TimeSpan WaitOf(LockRequest request) =>
        Answer != InterceptedAnswer.TimedOut ? Delay
        : request.Timeout == Timeout.InfiniteTimeSpan || request.Timeout > Delay ? request.Timeout
        : Delay;

    /// <summary>What is left of the time-out when the request is passed on. The time that it was kept back counts; one try is left in any case.</summary>
    public TimeSpan TimeoutOf(LockRequest request) =>
        request.Timeout == Timeout.InfiniteTimeSpan ? request.Timeout
        : request.Timeout > Delay ? request.Timeout - Delay
        : TimeSpan.Zero;
}
