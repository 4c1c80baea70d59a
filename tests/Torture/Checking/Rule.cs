namespace DistributedLock.Torture;

/// <summary>What a history must not show. <c>docs/reliability.md</c> says why each of them is sound.</summary>
internal enum Rule
{
    /// <summary>Two claims of one key that exclude each other were in force at the same moment.</summary>
    Exclusion,

    /// <summary>A claim was still in force when a later one, by its token, had been seen.</summary>
    Superseded,

    /// <summary>More claims of a semaphore were in force at one moment than it has permits.</summary>
    Permits,

    /// <summary>An attempt that began after another one had its token got no greater one.</summary>
    TokenOrder,

    /// <summary>Two attempts got one token.</summary>
    TokenTwice,

    /// <summary>An attempt got no token, and the backend gives one to each.</summary>
    TokenMissing,

    /// <summary>The protected resource accepted what it should have rejected, or the other way round: a mistake of this program.</summary>
    Fence,

    /// <summary>An accepted write was based on a version that an accepted write had replaced.</summary>
    LostUpdate,

    /// <summary>A reader in force read two versions.</summary>
    TornRead,

    /// <summary>Between a holder's write and its entry in the log the resource let somebody else pass.</summary>
    TornPair,

    /// <summary>The log accepted an entry with a token lower than that of the entry before.</summary>
    LogOrder,

    /// <summary>
    /// At the end the log was not what it had accepted, or the counter not the number of accepted writes, or a write without an entry is left whose holder neither died nor was kept out.
    /// </summary>
    LogBalance,

    /// <summary>The store disowned a lease that had not ended, and no fault had made it forget.</summary>
    TakenAway,

    /// <summary>A lock was lost, and the backend has none that can be lost.</summary>
    LostForNothing,

    /// <summary>An attempt or a release did not end in time, or never.</summary>
    Unanswered,

    /// <summary>Nobody got a key in one of its modes for a long time, though many tried.</summary>
    Starved,

    /// <summary>An attempt, or what is done with a handle, ended by an exception that no documentation tells of.</summary>
    UnexpectedFailure,

    /// <summary>A worker process ended by itself in the middle of the run.</summary>
    WorkerFailed,

    /// <summary>When no worker had begun anything more, a key did not become free.</summary>
    StillHeld,
}
