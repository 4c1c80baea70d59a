namespace DistributedLock.Runtime.Tests.Decorators;

public interface ISession : IDisposable
{
    int Disposals { get; }
}
