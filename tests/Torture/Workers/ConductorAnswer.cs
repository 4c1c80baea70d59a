namespace DistributedLock.Torture;

/// <summary>The conductor's answer to an entry.</summary>
/// <param name="Number">The entry's number in the history.</param>
/// <param name="IsAccepted">Whether the protected resource let it pass; true for other entries.</param>
/// <param name="Version">The version of the protected resource.</param>
internal readonly record struct ConductorAnswer(long Number, bool IsAccepted, long Version);
