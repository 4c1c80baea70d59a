namespace DistributedLock;

/// <summary>The options of <see cref="InMemoryLockProvider"/>.</summary>
public sealed class InMemoryLockOptions : DistributedLockOptions;
