namespace DistributedLock.Analyzers.Ownership;

/// <summary>What a call does with a handle that it is given.</summary>
internal enum Passing
{
    /// <summary>It uses it while it runs: releasing it stays the caller's task.</summary>
    Uses,

    /// <summary>It releases it, or keeps it.</summary>
    TakesOver,

    /// <summary>It returns only if there is a handle.</summary>
    DemandsHandle,

    /// <summary>It returns only if there is none.</summary>
    DemandsNull,
}
