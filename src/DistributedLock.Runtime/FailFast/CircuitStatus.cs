namespace DistributedLock.FailFast;

/// <summary>A circuit at some moment.</summary>
/// <param name="State"><c>closed</c>, <c>open</c> or <c>half-open</c>.</param>
/// <param name="DownSince">When the store failed first; <see langword="null"/> while the circuit is closed.</param>
/// <param name="RetryAfter">How long until the store is asked again; <see langword="null"/> while the circuit is closed.</param>
internal readonly record struct CircuitStatus(string State, DateTimeOffset? DownSince, TimeSpan? RetryAfter);
