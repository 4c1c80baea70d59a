namespace DistributedLock.Runtime.Tests.Decorators;

public sealed class Clerk;
