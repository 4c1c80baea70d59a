namespace DistributedLock.Torture;

/// <summary>One entry of a key's shared log: who wrote a version of the counter says so.</summary>
/// <param name="Token">The writer's fencing token.</param>
/// <param name="Version">The version that its write made.</param>
internal readonly record struct LoggedWrite(long? Token, long Version);
