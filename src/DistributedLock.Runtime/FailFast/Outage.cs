namespace DistributedLock.FailFast;

/// <summary>That a store is down, from the opening of the circuit to its closing.</summary>
/// <param name="Row">The failures that opened it.</param>
/// <param name="Cause">What went wrong last.</param>
/// <param name="AskedAt">When the store was last found to be down, on the provider's monotonic clock.</param>
internal sealed record Outage(FailureRow Row, Exception Cause, long AskedAt);
