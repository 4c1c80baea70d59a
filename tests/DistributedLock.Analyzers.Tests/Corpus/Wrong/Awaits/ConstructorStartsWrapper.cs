public partial class Cache
{
    private readonly IDistributedLockProvider _locks;

    public Cache(IDistributedLockProvider locks)
    {
        _locks = locks;
        {|DLK0101:FillAsync("start")|};
    }

    [DistributedLock("cache-{name}")]
    public partial Task FillAsync(string name, CancellationToken cancellationToken = default);

    private Task FillCoreAsync(string name, CancellationToken cancellationToken) => Task.Delay(name.Length, cancellationToken);
}
