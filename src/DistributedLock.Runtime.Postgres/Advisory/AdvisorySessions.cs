using Microsoft.Extensions.Logging;

namespace DistributedLock.Postgres;

/// <summary>The lock sessions of a provider: as few as can hold its locks. Thread-safe.</summary>
internal sealed class AdvisorySessions : IAsyncDisposable
{
    private readonly SessionOpening _opening;
    private readonly int _locksPerSession;
    private readonly string _name;
    private readonly ILogger _logger;
    private readonly TimeSpan _idleTime;
    private readonly Timer _idleTimer;
    private readonly List<AdvisorySession> _sessions = []; // also the monitor of what follows
    private Task? _pending;
    private bool _isDisposed;

    public AdvisorySessions(SessionOpening opening, int locksPerSession, TimeSpan idleTime, string name, ILogger logger)
    {
        _opening = opening;
        _locksPerSession = locksPerSession;
        _idleTime = idleTime;
        _name = name;
        _logger = logger;

        // The system's clock, because what counts here is what the server is spared, not a deadline of a lock.
        _idleTimer = new Timer(static sessions => ((AdvisorySessions)sessions!).CloseIdle(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A session with room for one more lock, which is reserved.</summary>
    /// <exception cref="LockBackendException">No connection can be had.</exception>
    /// <exception cref="ObjectDisposedException">The provider is disposed.</exception>
    public async ValueTask<AdvisorySession> ReserveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task pending;
            lock (_sessions)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                foreach (var session in _sessions)
                {
                    if (session.TryReserve(_locksPerSession))
                    {
                        return session;
                    }
                }

                pending = _pending ??= StartOpening();
            }

            await pending.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        AdvisorySession[] rest;
        Task? pending;
        lock (_sessions)
        {
            _isDisposed = true;
            rest = [.. _sessions];
            pending = _pending;
        }

        foreach (var session in rest)
        {
            session.Close();
        }

        await Task.WhenAll(rest.Select(session => session.Completion)).ConfigureAwait(false);
        if (pending is not null)
        {
            await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _idleTimer.DisposeAsync().ConfigureAwait(false);
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
            var connection = await _opening.OpenAsync(isListening: false).ConfigureAwait(false);
            var session = AdvisorySession.Start(connection, onNotified: null, OnEnded);
            lock (_sessions)
            {
                if (_isDisposed)
                {
                    session.Close();
                    return;
                }

                _sessions.Add(session);
                _idleTimer.Change(_idleTime, _idleTime);
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

    private void OnEnded(AdvisorySession session, Exception? reason)
    {
        lock (_sessions)
        {
            _sessions.Remove(session);
            if (_sessions.Count == 0 && !_isDisposed)
            {
                _idleTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        if (reason is not null)
        {
            PostgresLog.SessionEnded(_logger, _name, session.LostCount, reason);
        }
    }

    private void CloseIdle()
    {
        AdvisorySession[] sessions;
        lock (_sessions)
        {
            sessions = [.. _sessions];
        }

        foreach (var session in sessions)
        {
            session.CloseIfIdle(_idleTime);
        }
    }
}
