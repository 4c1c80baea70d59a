namespace DistributedLock.SqlServer.TestEndpoint.ApplicationLocks;

/// <summary>
/// The modes of an application lock. A stronger mode holds the bits of the weaker ones, so that the union of two modes, which is what a
/// server makes of a second request of the same owner, is their bitwise "or".
/// </summary>
[Flags]
public enum ApplicationLockMode
{
    /// <summary>None.</summary>
    NoLock = 0,

    /// <summary>Meets everything but <see cref="Exclusive"/>.</summary>
    IntentShared = 1,

    /// <summary>For readers.</summary>
    Shared = 2 | IntentShared,

    /// <summary>For the one reader that may become a writer.</summary>
    Update = 4 | Shared,

    /// <summary>Meets itself and <see cref="IntentShared"/>.</summary>
    IntentExclusive = 8 | IntentShared,

    /// <summary>What <see cref="Shared"/> and <see cref="IntentExclusive"/> make together.</summary>
    SharedIntentExclusive = Shared | IntentExclusive,

    /// <summary>What <see cref="Update"/> and <see cref="IntentExclusive"/> make together.</summary>
    UpdateIntentExclusive = Update | IntentExclusive,

    /// <summary>Meets nothing.</summary>
    Exclusive = 16 | UpdateIntentExclusive,
}
