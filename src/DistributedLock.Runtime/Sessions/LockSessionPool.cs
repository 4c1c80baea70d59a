namespace DistributedLock.Sessions;

/// <summary>
/// The sessions of a store whose sessions carry many locks each: as few as can hold its locks, opened one at a time, closed when they are idle. A backend derives
/// from it and says how one is opened. Thread-safe.
/// </summary>
public abstract class LockSessionPool<TSession> : IAsyncDisposable
    where TSession : LockSession
{
    private readonly int _locksPerSession;
    private readonly TimeSpan _idleTime;
    private readonly TimeSpan _lookInterval;
    private readonly Timer _timer;
    private readonly List<TSession> _sessions = []; // also the monitor of what follows
    private Task? _pending;
    private bool _isDisposed;

    /// <summary>Creates a pool without sessions.</summary>
    /// <param name="locksPerSession">How many locks a session may have; at least one.</param>
    /// <param name="idleTime">How long a session without locks is kept.</param>
    /// <param name="lookInterval">How often the pool looks for such ones.</param>
    protected LockSessionPool(int locksPerSession, TimeSpan idleTime, TimeSpan lookInterval)
    {
        _locksPerSession = locksPerSession;
        _idleTime = idleTime;
        _lookInterval = lookInterval;

        // The system's clock, because what counts here is what the server is spared, not a deadline of a lock.
        _timer = new Timer(static pool => ((LockSessionPool<TSession>)pool!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A session with room for one more lock, which is reserved: it needs a <see cref="LockSession.Unreserve"/>.</summary>
    /// <param name="cancellationToken">Ends the wait. A session that is being opened is opened all the same, for whoever comes next.</param>
    /// <exception cref="LockBackendException">No session can be had.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; nothing is reserved.</exception>
    public async ValueTask<TSession> ReserveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task pending;
            lock (_sessions)
            {
                if (_isDisposed)
                {
                    throw new ObjectDisposedException(GetType().Name);
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

            await pending.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Takes a lock on a session with room for it, and attaches what was taken. A session that turns out to have ended, perhaps long ago and without being
    /// missed, is replaced once by another one: whatever it took ended with it.
    /// </summary>
    /// <param name="take">One try on the session; <see langword="null"/> when the lock is not to be had.</param>
    /// <param name="cancellationToken">Ends the wait for a session, and is handed to <paramref name="take"/>.</param>
    /// <returns>What was taken, with its room still reserved; <see langword="null"/> when it was not to be had.</returns>
    /// <exception cref="SessionEndedException">The session ended, and the one before it or its time-out too.</exception>
    /// <inheritdoc cref="ReserveAsync" path="/exception"/>
    public async ValueTask<TMember?> TakeAsync<TMember>(Func<TSession, CancellationToken, ValueTask<TMember?>> take, CancellationToken cancellationToken)
        where TMember : class, ILockSessionMember
    {
        if (take is null)
        {
            throw new ArgumentNullException(nameof(take));
        }

        for (var isFirst = true; ; isFirst = false)
        {
            var session = await ReserveAsync(cancellationToken).ConfigureAwait(false);
            TMember? attached = null;
            try
            {
                var taken = await take(session, cancellationToken).ConfigureAwait(false);
                if (taken is not null && !session.TryAttach(taken))
                {
                    throw new SessionEndedException(isTimeout: false, reason: null);
                }

                return attached = taken;
            }
            catch (SessionEndedException ended) when (isFirst && !ended.IsTimeout)
            {
                // Once more, on another one.
            }
            finally
            {
                if (attached is null)
                {
                    session.Unreserve();
                }
            }
        }
    }

    /// <summary>Closes all sessions. What is still held on them is told that they ended.</summary>
    public async ValueTask DisposeAsync()
    {
        TSession[] rest;
        Task? pending;
        lock (_sessions)
        {
            _isDisposed = true;
            rest = [.. _sessions];
            pending = _pending;
        }

        await Task.WhenAll(rest.Select(static session => session.CloseAsync())).ConfigureAwait(false);
        if (pending is not null)
        {
            await Task.WhenAny(pending).ConfigureAwait(false);
        }

        _timer.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens one more session. At most one is being opened at a time.</summary>
    /// <remarks>Runs on the thread pool without the context of the request that needs it first (transaction, culture, flow-local values): it outlives that one.</remarks>
    /// <exception cref="LockBackendException">None can be had; whoever waits for one is told.</exception>
    protected abstract Task<TSession> OpenAsync();

    /// <summary>To be called by each session once, when it has ended.</summary>
    protected void OnEnded(TSession session)
    {
        lock (_sessions)
        {
            _sessions.Remove(session);
            if (_sessions.Count == 0 && !_isDisposed)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Called for each session at each look interval.</summary>
    protected virtual void OnLook(TSession session)
    {
    }

    private Task StartOpening()
    {
        using (ExecutionContext.IsFlowSuppressed() ? default(IDisposable) : ExecutionContext.SuppressFlow())
        {
            return Task.Run(OpenNextAsync);
        }
    }

    private async Task OpenNextAsync()
    {
        try
        {
            var session = await OpenAsync().ConfigureAwait(false);
            bool isWanted;
            lock (_sessions)
            {
                isWanted = !_isDisposed;
                if (isWanted && !session.IsEnded)
                {
                    _sessions.Add(session);
                    _timer.Change(_lookInterval, _lookInterval);
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

    private void Look()
    {
        TSession[] sessions;
        lock (_sessions)
        {
            sessions = [.. _sessions];
        }

        foreach (var session in sessions)
        {
            session.CloseIfIdle(_idleTime);
            OnLook(session);
        }
    }
}
