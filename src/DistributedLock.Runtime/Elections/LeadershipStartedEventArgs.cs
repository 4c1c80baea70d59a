namespace DistributedLock;

/// <summary>This process has become the leader.</summary>
public sealed class LeadershipStartedEventArgs(LeadershipTerm term) : EventArgs
{
    /// <summary>The term that began. It may be over already: ask <see cref="LeadershipTerm.IsCurrent"/>.</summary>
    public LeadershipTerm Term { get; } = term;
}
