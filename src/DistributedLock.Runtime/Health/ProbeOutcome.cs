namespace DistributedLock.Health;

/// <summary>What a probe found.</summary>
/// <param name="Latency">How long it took to take the lock and free it.</param>
/// <param name="IsContended">Whether somebody else had the probe lock: the store has answered.</param>
/// <param name="Error">Why there was no answer; <see langword="null"/> when there was one.</param>
internal sealed record ProbeOutcome(TimeSpan Latency, bool IsContended, Exception? Error);
