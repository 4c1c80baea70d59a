namespace DistributedLock.Analyzers.Holding;

/// <summary>What ends a scope in which a lock is held.</summary>
internal enum HeldScopeKind
{
    /// <summary>The wrapper after its core has ended, or what runs a job after its body.</summary>
    Core,

    /// <summary>A <c>using</c>.</summary>
    Using,

    /// <summary>A <c>finally</c> around the place that was asked for.</summary>
    ReleasedFinally,

    /// <summary>A statement further down.</summary>
    ReleasedLater,
}
