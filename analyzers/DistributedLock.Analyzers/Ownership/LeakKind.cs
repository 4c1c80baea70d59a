namespace DistributedLock.Analyzers.Ownership;

/// <summary>How a handle gets lost, the plainest way first.</summary>
internal enum LeakKind
{
    /// <summary>Nothing ever has it.</summary>
    ThrownAway,

    /// <summary>A field has it whose owner cannot release it.</summary>
    KeptByNobody,

    /// <summary>The variable is given something else.</summary>
    Overwritten,

    NeverReleased,

    /// <summary>Some path leaves the function with it.</summary>
    NotOnEveryPath,

    /// <summary>Only an exception leaves the function with it.</summary>
    NotOnException,
}
