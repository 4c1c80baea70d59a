using Microsoft.Extensions.Logging;

namespace DistributedLock.SqlServer;

/// <summary>The lock sessions of a provider: as few as can hold its locks. Thread-safe.</summary>
internal sealed class LockSessions : IAsyncDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly SessionOpening _opening;
    private readonly bool _isWatched;
    private readonly int _locksPerSession;
    private readonly ILogger _logger;
    private readonly TimeSpan _idleTime;
    private readonly Timer _timer;
    private readonly List<LockSession> _sessions = []; // also the monitor of what follows
    private Task? _pending;
    private bool _isDisposed;

    /// <param name="opening">Makes the sessions.</param>
    /// <param name="locksPerSession">How many locks a session may have.</param>
    /// <param name="idleTime">How long a session without locks is kept.</param>
    /// <param name="isWatched">Whether the sessions are asked for a sign of life here; the engine asks for what it holds.</param>
    /// <param name="logger">Where ended sessions are reported.</param>
    public LockSessions(SessionOpening opening, int locksPerSession, TimeSpan idleTime, bool isWatched, ILogger logger)
    {
        _isWatched = isWatched;
        _opening = opening;
        _locksPerSession = locksPerSession;
        _idleTime = idleTime;
        _logger = logger;
        _timer = new Timer(static sessions => ((LockSessions)sessions!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A session with room for one more lock, which is reserved.</summary>
    /// <exception cref="LockBackendException">No connection can be had.</exception>
    /// <exception cref="ObjectDisposedException">The provider is disposed.</exception>
    public async ValueTask<LockSession> ReserveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task pending;
            lock (_sessions)
            {
                if (_isDisposed)
                {
                    throw new ObjectDisposedException(nameof(SqlServerApplicationLockProvider));
                }

                foreach (var session in _sessions)
                {
                    if (session.TryReserve(_locksPerSession))
                    {
                        return session;
                    }
                }

                pending = _pending ??= StartOpening();
            }

            // Cancelled here: the connection is opened all the same, for whoever comes next.
            await pending.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        LockSession[] rest;
        Task? pending;
        lock (_sessions)
        {
            _isDisposed = true;
            rest = [.. _sessions];
            pending = _pending;
        }

        await Task.WhenAll(rest.Select(session => session.CloseAsync())).ConfigureAwait(false);
        if (pending is not null)
        {
            await Task.WhenAny(pending).ConfigureAwait(false);
        }

        _timer.Dispose();
    }

    // The session outlives the request that needs it first, so it must not inherit its context (transaction, culture, flow-local values).
    private Task StartOpening()
    {
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            return Task.Run(OpenAsync);
        }
    }

    private async Task OpenAsync()
    {
        try
        {
            var connection = await _opening.OpenAsync().ConfigureAwait(false);
            var session = new LockSession(connection, OnEnded);
            bool isWanted;
            lock (_sessions)
            {
                isWanted = !_isDisposed;
                if (isWanted)
                {
                    _sessions.Add(session);
                    _timer.Change(LookInterval, LookInterval);
                }
            }

            if (!isWanted)
            {
                await session.CloseAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            lock (_sessions)
            {
                _pending = null;
            }
        }
    }

    private void OnEnded(LockSession session, Exception? reason)
    {
        lock (_sessions)
        {
            _sessions.Remove(session);
            if (_sessions.Count == 0 && !_isDisposed)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        if (reason is not null)
        {
            SqlServerLog.SessionEnded(_logger, _opening.Name, session.LostCount, reason);
        }
    }

    private void Look()
    {
        LockSession[] sessions;
        lock (_sessions)
        {
            sessions = [.. _sessions];
        }

        foreach (var session in sessions)
        {
            session.CloseIfIdle(_idleTime);
            if (_isWatched)
            {
                // Never throws. Who lives on a session that has ended is told by it.
                _ = session.IsAliveAsync().AsTask();
            }
        }
    }
}
