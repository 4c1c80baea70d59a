namespace DistributedLock.Torture;

/// <summary>A rule that was broken.</summary>
/// <param name="Rule">Which one.</param>
/// <param name="Entry">The entry that showed it.</param>
/// <param name="Key">The key it is about; null when it is about none.</param>
/// <param name="Since">The first entry that belongs to it, by number.</param>
/// <param name="Text">What is wrong, for the reader.</param>
internal sealed record Violation(Rule Rule, HistoryEntry Entry, string? Key, long Since, string Text);
