namespace DistributedLock;

/// <summary>The election was stopped in this process, which will not lead any more. A kind of cancellation, so code that shuts down needs nothing special.</summary>
public class LeaderElectionStoppedException : OperationCanceledException
{
    /// <summary>Creates the exception.</summary>
    public LeaderElectionStoppedException(string message)
        : base(message)
    {
    }
}
