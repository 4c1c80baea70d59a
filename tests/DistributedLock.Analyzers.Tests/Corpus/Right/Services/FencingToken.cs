public interface IStore
{
    Task WriteAsync(string name, byte[] content, long? fence, CancellationToken cancellationToken);
}

public partial class Uploads(IDistributedLockProvider locks, IStore store)
{
    [DistributedLock("upload-{name}", LeaseSeconds = 20)]
    public partial Task SaveAsync(string name, byte[] content, CancellationToken cancellationToken = default);

    private Task SaveCoreAsync(string name, byte[] content, IDistributedLockHandle held, CancellationToken cancellationToken) =>
        store.WriteAsync(name, content, held.FencingToken, cancellationToken);
}
