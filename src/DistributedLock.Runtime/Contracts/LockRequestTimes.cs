namespace DistributedLock;

/// <summary>The times of a request, as a set.</summary>
[Flags]
internal enum LockRequestTimes : byte
{
    None = 0,
    Timeout = 1,
    Lease = 2,
    HoldAtLeast = 4,
    MaxHold = 8,
    RescheduleAfter = 16,
    All = 31,
}
