namespace DistributedLock;

/// <summary>A term of this process is over.</summary>
public sealed class LeadershipEndedEventArgs(LeadershipTerm term, LeadershipEndReason reason) : EventArgs
{
    /// <summary>The term that ended.</summary>
    public LeadershipTerm Term { get; } = term;

    /// <summary>Why it ended.</summary>
    public LeadershipEndReason Reason { get; } = reason;
}
