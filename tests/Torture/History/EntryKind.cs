namespace DistributedLock.Torture;

/// <summary>What an entry of the history tells.</summary>
internal enum EntryKind
{
    /// <summary>A worker process was started.</summary>
    WorkerStarted,

    /// <summary>A worker process has ended, and all it had written has been read. Its text is "killed", "finished", or what went wrong.</summary>
    WorkerEnded,

    /// <summary>A worker that was asked to finish has ended all that it had begun. Its provider is open, and its process waits to be told to leave.</summary>
    WorkerIdle,

    /// <summary>A fault is about to be made.</summary>
    FaultBegan,

    /// <summary>A fault is over.</summary>
    FaultEnded,

    /// <summary>
    /// The store may forget what was held until here, by a fault that takes locks away by right: sessions are cut, or data are thrown away. Recorded before and after that fault.
    /// </summary>
    Forgotten,

    /// <summary>A worker is about to ask for a lock; it does so only after this entry was acknowledged.</summary>
    Asked,

    /// <summary>It has got it.</summary>
    Held,

    /// <summary>It has been told that it does not get it.</summary>
    Told,

    /// <summary>A holder looked at its handle, and nothing else.</summary>
    Examined,

    /// <summary>A holder read the protected resource.</summary>
    Read,

    /// <summary>A holder wrote to the protected resource.</summary>
    Written,

    /// <summary>A holder that wrote appended an entry about it to the shared log.</summary>
    Appended,

    /// <summary>A holder is about to release; it does so only after this entry was acknowledged.</summary>
    Releasing,

    /// <summary>It has released.</summary>
    Released,

    /// <summary>When no worker had begun anything more, a key was taken once more, or could not be.</summary>
    FreeAtLast,

    /// <summary>After that, the counter and the log of a key were read.</summary>
    ReadAtLast,
}
