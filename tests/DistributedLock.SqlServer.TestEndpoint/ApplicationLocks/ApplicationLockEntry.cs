namespace DistributedLock.SqlServer.TestEndpoint.ApplicationLocks;

/// <summary>One lock that is held or waited for, as it was when it was asked for.</summary>
/// <param name="Resource">What is locked.</param>
/// <param name="SessionId">Whose it is.</param>
/// <param name="Mode">The mode that is held or waited for.</param>
/// <param name="Count">How many releases it takes; 0 for a waiter.</param>
/// <param name="IsOwnedByTransaction">Whether it goes with a transaction.</param>
public sealed record ApplicationLockEntry(
    ApplicationLockResource Resource,
    int SessionId,
    ApplicationLockMode Mode,
    int Count,
    bool IsOwnedByTransaction);
