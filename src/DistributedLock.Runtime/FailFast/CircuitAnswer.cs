namespace DistributedLock.FailFast;

/// <summary>What a question to a store that seems to be down has shown.</summary>
internal enum CircuitAnswer
{
    /// <summary>The store did not answer.</summary>
    None,

    /// <summary>
    /// It shows nothing: it did not come to the store at all, as of a lock that this very process has or waits for, or its caller gave it up. The next one may ask at once.
    /// </summary>
    Void,

    /// <summary>The store answered, be it by a refusal.</summary>
    Given,
}
