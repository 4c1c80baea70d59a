public sealed class Pool : IDisposable
{
    private readonly List<IDistributedLockHandle> _handles = new();

    public void Keep([TakesLockOwnership] IDistributedLockHandle handle) => _handles.Add(handle);

    public void Dispose()
    {
        foreach (var handle in _handles)
        {
            handle.Dispose();
        }

        _handles.Clear();
    }
}

public class Opener(IDistributedLockProvider locks, Pool pool)
{
    public async Task OpenAsync(string name)
    {
        var handle = await locks.AcquireAsync(name);
        pool.Keep(handle);
    }

    public async Task OpenAtOnceAsync(string name) => pool.Keep(await locks.AcquireAsync(name));

    public bool TryOpen(string name)
    {
        if (locks.TryAcquire(name) is not { } handle)
        {
            return false;
        }

        pool.Keep(handle);
        return true;
    }
}
