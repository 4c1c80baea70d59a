namespace DistributedLock.Tool.Inspection;

/// <summary>What one look at a store has brought.</summary>
/// <param name="At">When it ended, by this machine's clock.</param>
/// <param name="Locks">What is held; <see langword="null"/> when the store could not be asked.</param>
/// <param name="Failure">Why not.</param>
internal sealed record Snapshot(DateTimeOffset At, IReadOnlyList<LockInfo>? Locks, LockBackendException? Failure);
