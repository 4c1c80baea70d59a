namespace DistributedLock.SqlServer.TestEndpoint.Sessions;

/// <summary>The sessions that are open. Thread-safe.</summary>
internal sealed class SessionSet(Action changed)
{
    // A server keeps the numbers up to 50 for itself.
    private const int LastSystemSession = 50;

    private readonly Lock _gate = new();
    private readonly List<EndpointSession> _sessions = [];
    private int _lastId = LastSystemSession;

    public int NextId() => Interlocked.Increment(ref _lastId);

    public void Add(EndpointSession session)
    {
        lock (_gate)
        {
            _sessions.Add(session);
        }

        changed();
    }

    public void Remove(EndpointSession session)
    {
        lock (_gate)
        {
            _sessions.Remove(session);
        }

        changed();
    }

    public IReadOnlyList<EndpointSession> All()
    {
        lock (_gate)
        {
            return [.. _sessions];
        }
    }
}
