namespace DistributedLock.Runtime.Tests.Decorators;

/// <summary>Counts its disposals, of either form.</summary>
public class Orders : IOrders, IDisposable
{
    public int Disposals { get; private set; }

    public virtual string Place(int id) => $"{id}";

    public void Dispose()
    {
        Disposals++;
        GC.SuppressFinalize(this);
    }
}
