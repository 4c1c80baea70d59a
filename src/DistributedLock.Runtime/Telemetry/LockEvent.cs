namespace DistributedLock;

/// <summary>One event in the life of a lock, as an <see cref="ILockObserver"/> is told it. Immutable and thread-safe.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Provider">The name of the provider.</param>
/// <param name="Request">What was asked for: key, template, mode, metadata.</param>
/// <param name="Time">When it happened, by the provider's clock.</param>
public sealed record LockEvent(LockEventKind Kind, string Provider, LockRequest Request, DateTimeOffset Time)
{
    /// <summary>How long the wait or the hold took; <see langword="null"/> for kinds that end neither.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The fencing token of what is or was held; <see langword="null"/> where there is none.</summary>
    public long? FencingToken { get; init; }

    /// <summary>Why the lock was lost; <see cref="LockLossReason.None"/> for other kinds.</summary>
    public LockLossReason LossReason { get; init; }

    /// <summary>What went wrong; <see langword="null"/> for kinds that are no failure, and where only the outcome is known.</summary>
    public Exception? Exception { get; init; }

    /// <summary>
    /// The hold that was ended by <see cref="LockEventKind.ForceReleased"/>, with its holder; <see langword="null"/> for other kinds. Of the <see cref="Request"/> only key, mode and
    /// whether it is a semaphore are known then, not the number of permits.
    /// </summary>
    public LockInfo? Hold { get; init; }

    /// <summary>What the application is called that this happened in; <see langword="null"/> where the provider does not tell.</summary>
    public string? Application { get; init; }

    /// <summary>The key template; <see langword="null"/> for a lock taken without an attribute.</summary>
    public string? Template => Request.Definition?.Template;

    /// <summary>The key as it was requested.</summary>
    public LockKey Key => Request.Key;
}
