using DistributedLock.Sessions;

namespace DistributedLock.Runtime.Tests.Sessions;

/// <summary>
/// A lock server as databases have it: its sessions are re-entrant, so it would let a session lock twice what it has. The engine must never ask for that,
/// and the server takes note if it does.
/// </summary>
internal sealed class FakeSessionServer
{
    private readonly Dictionary<(LockResource Resource, int Slot), Lock> _locks = [];
    private readonly List<Intent> _intents = [];
    private readonly List<(LockResource Resource, FakeSessionHold Hold)> _granted = [];

    public List<string> Violations { get; } = [];

    /// <summary>What happens on the way to the server, before an intent is taken back.</summary>
    public Func<Task> BeforeUnregister { get; set; } = static async () => await Task.Yield();

    /// <summary>What happens after an intent was taken back.</summary>
    public Action OnUnregister { get; set; } = static () => { };

    /// <summary>How many tries have had their answer.</summary>
    public int Tries { get; private set; }

    public int Intents
    {
        get
        {
            lock (_locks)
            {
                return _intents.Count;
            }
        }
    }

    public int Holds
    {
        get
        {
            lock (_locks)
            {
                return _locks.Values.Sum(held => held.Sessions.Count);
            }
        }
    }

    public bool TryLock(object session, LockResource resource, int slot, LockMode mode, bool yieldsToWriters)
    {
        lock (_locks)
        {
            Tries++;
            var known = _locks.TryGetValue((resource, slot), out var held);
            if (known && held!.Sessions.Contains(session))
            {
                Violations.Add($"{resource}, slot {slot}, is asked for by the session that holds it");
            }

            if (yieldsToWriters && IsWriterWaiting(session, resource))
            {
                return false;
            }

            if (!known || held!.Sessions.Count == 0)
            {
                _locks[(resource, slot)] = new Lock(mode, [session]);
                return true;
            }

            if (mode == LockMode.Shared && held.Mode == LockMode.Shared)
            {
                held.Sessions.Add(session);
                return true;
            }

            return false;
        }
    }

    public bool IsWriterWaiting(object session, LockResource resource)
    {
        lock (_locks)
        {
            return _intents.Exists(intent => intent.Kind == SessionIntentKind.Write && intent.Resource == resource && intent.Session != session);
        }
    }

    public bool Unlock(object session, LockResource resource, int slot)
    {
        lock (_locks)
        {
            return _locks.TryGetValue((resource, slot), out var held) && held.Sessions.Remove(session);
        }
    }

    public void Remember(LockResource resource, FakeSessionHold hold)
    {
        lock (_locks)
        {
            _granted.Add((resource, hold));
        }
    }

    /// <summary>Ends what is held on a lock or semaphore, and whoever waits for it looks again, as by a poll.</summary>
    public void Cut(LockResource resource)
    {
        FakeSessionHold[] cut;
        lock (_locks)
        {
            foreach (var name in _locks.Keys.Where(name => name.Resource == resource).ToArray())
            {
                _locks.Remove(name);
            }

            cut = _granted.Where(granted => granted.Resource == resource).Select(granted => granted.Hold).ToArray();
            _granted.RemoveAll(granted => granted.Resource == resource);
        }

        Array.ForEach(cut, static hold => hold.Cut());
        Notify(resource);
    }

    public Intent Register(object session, LockResource resource, SessionIntentKind kind, Action? onWake)
    {
        var intent = new Intent(this, session, resource, kind, onWake);
        lock (_locks)
        {
            if (_intents.Exists(other => other.Session == session && other.Resource == resource && other.Kind == kind))
            {
                Violations.Add($"{kind} is registered twice for {resource} by one session");
            }

            _intents.Add(intent);
        }

        return intent;
    }

    public bool Notify(LockResource resource)
    {
        Action?[] waiters;
        lock (_locks)
        {
            waiters = _intents.Where(intent => intent.Kind == SessionIntentKind.Wait && intent.Resource == resource).Select(intent => intent.OnWake).ToArray();
        }

        Array.ForEach(waiters, static onWake => onWake!());
        return waiters.Length > 0;
    }

    private sealed record Lock(LockMode Mode, HashSet<object> Sessions);

    internal sealed class Intent(FakeSessionServer server, object session, LockResource resource, SessionIntentKind kind, Action? onWake) : ISessionIntent
    {
        public object Session => session;

        public LockResource Resource => resource;

        public SessionIntentKind Kind => kind;

        public Action? OnWake => onWake;

        public void Dispose()
        {
            server.BeforeUnregister().GetAwaiter().GetResult();
            Remove();
        }

        public async ValueTask DisposeAsync()
        {
            await server.BeforeUnregister();
            Remove();
        }

        private void Remove()
        {
            lock (server._locks)
            {
                server._intents.Remove(this);
            }

            server.OnUnregister();
        }
    }
}
