namespace DistributedLock.Testing;

/// <summary>When a lock is lost, counted from its acquisition: to others by being free, and to its holder by being told.</summary>
internal readonly record struct LossMoments(TimeSpan Freed, TimeSpan Told);
