namespace DistributedLock;

/// <summary>Who may hold a key at the same time.</summary>
public enum LockMode
{
    /// <summary>Not set: <see cref="Exclusive"/>.</summary>
    Default = 0,

    /// <summary>One holder, and nobody beside it.</summary>
    Exclusive,

    /// <summary>Any number of shared holders, and no exclusive one. A waiting exclusive request goes before new shared ones.</summary>
    Shared,
}
