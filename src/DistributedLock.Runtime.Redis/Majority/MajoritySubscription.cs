using DistributedLock.Leases;

namespace DistributedLock.Redis;

/// <summary>The subscriptions of several servers as one. One that comes after the end is ended at once.</summary>
internal sealed class MajoritySubscription : ILeaseSubscription
{
    private readonly List<ILeaseSubscription> _parts = [];
    private bool _isDisposed;

    public bool Add(ILeaseSubscription? part)
    {
        if (part is null)
        {
            return true;
        }

        lock (_parts)
        {
            if (!_isDisposed)
            {
                _parts.Add(part);
                return true;
            }
        }

        part.Dispose();
        return true;
    }

    public void Dispose()
    {
        lock (_parts)
        {
            _isDisposed = true;
        }

        foreach (var part in _parts)
        {
            part.Dispose();
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }
}
