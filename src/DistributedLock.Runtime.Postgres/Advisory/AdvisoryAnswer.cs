namespace DistributedLock.Postgres;

/// <summary>The one row that every statement of a lock session answers with.</summary>
/// <param name="Value">The fencing token of a try, <see langword="null"/> when it failed; for others a small number of their own.</param>
/// <param name="Slot">Which of several slots was taken, from 1.</param>
internal readonly record struct AdvisoryAnswer(long? Value, long Slot);
