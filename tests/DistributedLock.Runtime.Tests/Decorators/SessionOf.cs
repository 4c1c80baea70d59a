namespace DistributedLock.Runtime.Tests.Decorators;

public sealed class SessionOf<T> : ISessionOf<T>
{
    public int Disposals { get; private set; }

    public void Dispose() => Disposals++;
}
