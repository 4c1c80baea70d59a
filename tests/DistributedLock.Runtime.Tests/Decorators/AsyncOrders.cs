namespace DistributedLock.Runtime.Tests.Decorators;

public sealed class AsyncOrders : IOrders, IAsyncDisposable
{
    public int Disposals { get; private set; }

    public string Place(int id) => $"async {id}";

    public ValueTask DisposeAsync()
    {
        Disposals++;
        return default;
    }
}
