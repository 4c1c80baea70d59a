namespace DistributedLock.Sessions;

/// <summary>One try for a remote hold. Immutable and thread-safe.</summary>
public sealed class SessionAttempt
{
    private static readonly IReadOnlyList<int> NoSlots = [];

    private SessionAttempt(LockResource resource, LockMode mode, IReadOnlyList<int> slots, bool yieldsToWriters)
    {
        Resource = resource;
        Mode = mode;
        Slots = slots;
        YieldsToWriters = yieldsToWriters;
    }

    /// <summary>What to lock.</summary>
    public LockResource Resource { get; }

    /// <summary>Exclusive or shared; exclusive for a semaphore's slot.</summary>
    public LockMode Mode { get; }

    /// <summary>
    /// For a semaphore: the slots that may be taken, in the order to try them, each an exclusive lock of its own; this process holds none of them.
    /// Taking one is enough. Empty for other locks.
    /// </summary>
    public IReadOnlyList<int> Slots { get; }

    /// <summary>Whether the try must fail while another process has registered <see cref="SessionIntentKind.Write"/>.</summary>
    public bool YieldsToWriters { get; }

    internal static SessionAttempt Exclusive(LockResource resource) => new(resource, LockMode.Exclusive, NoSlots, yieldsToWriters: false);

    internal static SessionAttempt Shared(LockResource resource, bool yieldsToWriters) =>
        new(resource, LockMode.Shared, NoSlots, yieldsToWriters);

    internal static SessionAttempt Permit(LockResource resource, IReadOnlyList<int> slots) =>
        new(resource, LockMode.Exclusive, slots, yieldsToWriters: false);
}
