public class Rooms(IDistributedLockProvider locks)
{
    public void ByEquals(string name)
    {
        using var handle = locks.TryAcquire(name);
        if (handle == null)
        {
            return;
        }

        Console.WriteLine(handle.Key);
    }

    public void ByAnd(string name)
    {
        using var handle = locks.TryAcquire(name);
        if (handle != null && handle.FencingToken > 1)
        {
            Console.WriteLine(handle.Key);
        }
    }

    public string ByTernary(string name)
    {
        using var handle = locks.TryAcquire(name);
        return handle is null ? "busy" : handle.Key.Value;
    }

    public void ByVariable(string name)
    {
        using var handle = locks.TryAcquire(name);
        var isHeld = handle is not null;
        if (isHeld)
        {
            Console.WriteLine(name);
        }
    }

    public bool ByReferenceEquals(string name)
    {
        using var handle = locks.TryAcquire(name);
        return !ReferenceEquals(handle, null);
    }
}
