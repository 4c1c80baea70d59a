namespace DistributedLock.Runtime.Tests.Decorators;

public interface ISessionOf<T> : ISession;
