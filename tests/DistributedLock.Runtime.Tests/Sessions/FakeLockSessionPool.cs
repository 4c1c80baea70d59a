using DistributedLock.Sessions;

namespace DistributedLock.Runtime.Tests.Sessions;

/// <summary>Sessions that are there at once, or when a test lets them.</summary>
internal sealed class FakeLockSessionPool(int locksPerSession, TimeSpan idleTime, TimeSpan lookInterval)
    : LockSessionPool<FakeLockSession>(locksPerSession, idleTime, lookInterval)
{
    private readonly List<FakeLockSession> _opened = [];

    public FakeLockSessionPool(int locksPerSession = 2)
        : this(locksPerSession, TimeSpan.FromHours(1), TimeSpan.FromHours(1))
    {
    }

    public Func<Task> BeforeOpen { get; set; } = static () => Task.CompletedTask;

    public IReadOnlyList<FakeLockSession> Opened
    {
        get
        {
            lock (_opened)
            {
                return [.. _opened];
            }
        }
    }

    protected override async Task<FakeLockSession> OpenAsync()
    {
        await BeforeOpen();
        var session = new FakeLockSession(OnEnded);
        lock (_opened)
        {
            _opened.Add(session);
        }

        return session;
    }
}
