namespace DistributedLock.FailFast;

/// <summary>Failures of a store with no answer in between.</summary>
/// <param name="Since">When the first of them was told, by the provider's clock.</param>
/// <param name="Start">The same moment on its monotonic clock.</param>
/// <param name="Last">When the last of them was told, on that clock.</param>
/// <param name="Answers">How many answers there had been by then: another number ends the row.</param>
internal sealed record FailureRow(DateTimeOffset Since, long Start, long Last, long Answers);
