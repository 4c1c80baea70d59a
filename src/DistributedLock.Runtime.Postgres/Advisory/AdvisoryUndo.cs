namespace DistributedLock.Postgres;

/// <summary>What a statement may have locked, so that it can be undone when nobody knows whether it did.</summary>
internal sealed record AdvisoryUndo(long[] Keys, bool IsShared);
