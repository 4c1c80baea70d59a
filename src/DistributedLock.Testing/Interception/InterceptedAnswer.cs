namespace DistributedLock.Testing;

/// <summary>What becomes of a request.</summary>
internal enum InterceptedAnswer
{
    /// <summary>The provider behind decides.</summary>
    Passed,

    /// <summary>It ends at once without the lock.</summary>
    Contended,

    /// <summary>It ends without the lock when its time-out has passed.</summary>
    TimedOut,

    /// <summary>It throws.</summary>
    Failed,
}
