namespace DistributedLock.Providers;

/// <summary>Renewals that failed one after the other.</summary>
/// <param name="Count">How many batches.</param>
/// <param name="Since">When the first of them failed, by the provider's clock.</param>
/// <param name="ErrorType">What went wrong with the last one.</param>
internal sealed record RenewalFailures(int Count, DateTimeOffset Since, string ErrorType);
