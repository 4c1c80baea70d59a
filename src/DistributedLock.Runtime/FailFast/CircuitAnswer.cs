namespace DistributedLock.FailFast;

/// <summary>What a question to a store that seems to be down has shown.</summary>
internal enum CircuitAnswer
{
    /// <summary>The store did not answer, or not before its caller gave up.</summary>
    None,

    /// <summary>It did not come to the store at all, as of a lock that this very process has or waits for: the next one may ask at once.</summary>
    Unasked,

    /// <summary>The store answered, be it by a refusal.</summary>
    Given,
}
