namespace DistributedLock.Runtime.Tests.Decorators;

public sealed class Session : ISession
{
    public int Disposals { get; private set; }

    public void Dispose() => Disposals++;
}
