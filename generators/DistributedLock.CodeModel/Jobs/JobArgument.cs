namespace DistributedLock.CodeModel.Jobs;

/// <summary>An argument of a job's method that a key is made from.</summary>
public sealed record JobArgument(int Position, string Type, string Name);
