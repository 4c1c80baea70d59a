namespace DistributedLock.Torture;

/// <summary>A mistake that is built into a store of leases on purpose, to show that the oracle sees it.</summary>
internal enum Breakage
{
    /// <summary>None.</summary>
    None,

    /// <summary>A release does not look whose lease it ends.</summary>
    ReleaseCheck,

    /// <summary>A renewal that finds no lease makes it again.</summary>
    RecreatedLease,

    /// <summary>The lease ends in the store before the deadline that its holder counts on, as if that were counted from too late a moment.</summary>
    LateDeadline,

    /// <summary>Writers get what readers ask for.</summary>
    WriterAsReader,

    /// <summary>A semaphore has one permit more.</summary>
    PermitTooMany,

    /// <summary>Every other acquisition of a process gets the token of its one before.</summary>
    RepeatedToken,

    /// <summary>A release ends nothing, and the lease is renewed for as long as the process lives.</summary>
    KeptLease,
}
