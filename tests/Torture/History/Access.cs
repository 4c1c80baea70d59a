namespace DistributedLock.Torture;

/// <summary>How a key is taken.</summary>
internal enum Access
{
    /// <summary>Exclusively.</summary>
    Exclusive,

    /// <summary>Shared with other readers.</summary>
    Shared,

    /// <summary>One permit of a semaphore.</summary>
    Permit,
}
