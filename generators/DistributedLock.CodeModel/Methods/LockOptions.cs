namespace DistributedLock.CodeModel.Methods;

/// <summary>The options of an attribute that become a property of the lock definition. Times are C# expressions; <see langword="null"/> is not set.</summary>
public sealed record LockOptions(
    string? Timeout, string? Lease, string? HoldAtLeast, string? MaxHold, bool IsShared, int MaxConcurrency, string? Profile)
{
    /// <summary>After how long a Hangfire job that did not get the lock is run again.</summary>
    public string? RescheduleAfter { get; init; }
}
