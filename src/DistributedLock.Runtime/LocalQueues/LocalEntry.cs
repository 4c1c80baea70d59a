namespace DistributedLock.LocalQueues;

/// <summary>How an attempt to enter a <see cref="LocalLock"/> went.</summary>
internal enum LocalEntry
{
    /// <summary>The caller is in.</summary>
    Entered,

    /// <summary>Others are in, or before the caller in the queue.</summary>
    Contended,

    /// <summary>The lock object was retired from its table: look the key up again.</summary>
    Retired,
}
