namespace DistributedLock.CodeModel.Methods;

/// <summary>The options of an attribute that become a property of the lock definition. Times are C# expressions; <see langword="null"/> is not set.</summary>
public sealed record LockOptions(
    string? Timeout, string? Lease, string? HoldAtLeast, string? MaxHold, bool IsShared, int MaxConcurrency, string? Profile)
{
    /// <summary>How long to wait where neither the attribute nor its profile says.</summary>
    public string? DefaultTimeout { get; init; }

    /// <summary>After how long a job that did not get the lock is run again.</summary>
    public string? RescheduleAfter { get; init; }

    /// <summary>The same where the attribute leaves it to its profile, and that does not say.</summary>
    public string? DefaultRescheduleAfter { get; init; }

    /// <summary>The times that can contradict configured ones, in seconds, for the metadata.</summary>
    public double? LeaseSeconds { get; init; }

    /// <inheritdoc cref="LeaseSeconds"/>
    public double? HoldAtLeastSeconds { get; init; }

    /// <inheritdoc cref="LeaseSeconds"/>
    public double? MaxHoldSeconds { get; init; }
}
