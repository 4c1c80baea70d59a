namespace DistributedLock.Sessions;

/// <summary>What a waiting process lets the others know.</summary>
public enum SessionIntentKind
{
    /// <summary>Somebody waits: whoever releases the resource has to wake the waiters.</summary>
    Wait,

    /// <summary>Somebody waits for the exclusive lock: new shared holders have to stand back.</summary>
    Write,
}
