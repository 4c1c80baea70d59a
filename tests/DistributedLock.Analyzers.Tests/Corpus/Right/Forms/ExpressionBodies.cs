public class Doors(IDistributedLockProvider locks)
{
    private IDistributedLockProvider Locks => locks;

    public Func<string, ValueTask<IDistributedLockHandle>> Opener => name => Locks.AcquireAsync(name);

    public Func<string, ValueTask<IDistributedLockHandle>> OpenerOfGroup => OpenAsync;

    private ValueTask<IDistributedLockHandle> OpenAsync(string name) => Locks.AcquireAsync(name);
}
