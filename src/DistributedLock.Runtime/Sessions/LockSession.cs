namespace DistributedLock.Sessions;

/// <summary>
/// A session that carries many locks, such as one connection to a database: how many are on it, who has to be told when it ends, and whether it is alive. How
/// statements pass it is the backend's, which derives from it. Thread-safe.
/// </summary>
/// <remarks>Sessions are made and closed by a <see cref="LockSessionPool{TSession}"/>.</remarks>
public abstract class LockSession
{
    // An answer that is younger than this is sign of life enough.
    private static readonly TimeSpan FreshAnswer = TimeSpan.FromMilliseconds(250);

    private readonly HashSet<ILockSessionMember> _members = []; // also the monitor of what follows
    private int _reserved;
    private bool _isClosing;
    private bool _isEnded;
    private long _idleSince = Now;
    private long _answeredAt = Now;
    private Task<bool>? _ping;

    /// <summary>How many members were on it when it ended.</summary>
    public int LostCount { get; private set; }

    /// <summary>Whether the session has ended.</summary>
    protected internal bool IsEnded
    {
        get
        {
            lock (_members)
            {
                return _isEnded;
            }
        }
    }

    // The system's clock, because what is measured here is the network, not a deadline of a lock.
    private static long Now => TimeProvider.System.GetTimestamp();

    /// <summary>Reserves room for one member. Each success needs one <see cref="Unreserve"/>.</summary>
    /// <param name="most">How many there may be.</param>
    /// <returns><see langword="false"/> when it is full, or takes no more.</returns>
    public bool TryReserve(int most)
    {
        lock (_members)
        {
            if (_isEnded || _isClosing || _reserved >= most)
            {
                return false;
            }

            _reserved++;
            return true;
        }
    }

    /// <summary>Gives back the room for one member, also after the end.</summary>
    public void Unreserve()
    {
        lock (_members)
        {
            if (--_reserved == 0)
            {
                _idleSince = Now;
            }
        }
    }

    /// <summary>Tells a member from now on when the session ends.</summary>
    /// <returns><see langword="false"/> when it has ended.</returns>
    public bool TryAttach(ILockSessionMember member)
    {
        lock (_members)
        {
            return !_isEnded && _members.Add(member);
        }
    }

    /// <summary>The member is about to end by itself.</summary>
    /// <returns><see langword="false"/> when the session has ended, and the member with it.</returns>
    public bool TryDetach(ILockSessionMember member)
    {
        lock (_members)
        {
            return _members.Remove(member);
        }
    }

    /// <summary>Whether the session is alive, as far as anybody can know. Those who ask at once share one <see cref="PingAsync"/>.</summary>
    public async ValueTask<bool> IsAliveAsync()
    {
        Task<bool> ping;
        lock (_members)
        {
            if (_isEnded)
            {
                return false;
            }

            if (TimeProvider.System.GetElapsedTime(Volatile.Read(ref _answeredAt)) < FreshAnswer)
            {
                return true;
            }

            // Not on this thread: a backend's own code has no business inside the monitor.
            ping = _ping is { IsCompleted: false } pending ? pending : _ping = Task.Run(PingAsync);
        }

        return await ping.ConfigureAwait(false);
    }

    /// <summary>Ends the session when what is under way is done. Bounded in time, and does not throw.</summary>
    public abstract Task CloseAsync();

    /// <summary>Closes the session if nothing was reserved for a time.</summary>
    internal void CloseIfIdle(TimeSpan idleTime)
    {
        lock (_members)
        {
            if (_reserved > 0 || _isClosing || _isEnded || TimeProvider.System.GetElapsedTime(_idleSince) < idleTime)
            {
                return;
            }

            // From here on nobody reserves room any more.
            _isClosing = true;
        }

        _ = CloseAsync();
    }

    /// <summary>Asks for a sign of life. Bounded in time, and does not throw.</summary>
    /// <returns>Whether one came, be it an error of the server.</returns>
    protected abstract Task<bool> PingAsync();

    /// <summary>The server has answered something.</summary>
    protected void OnAnswered() => Volatile.Write(ref _answeredAt, Now);

    /// <summary>Declares the session ended, and tells its members. To be called before anybody is told of a failure: nothing may count as held then.</summary>
    /// <returns><see langword="false"/> when it had ended before.</returns>
    protected bool TryEnd()
    {
        ILockSessionMember[] lost;
        lock (_members)
        {
            if (_isEnded)
            {
                return false;
            }

            _isEnded = true;
            lost = [.. _members];
            LostCount = lost.Length;
            _members.Clear();
        }

        foreach (var member in lost)
        {
            member.OnSessionEnded();
        }

        return true;
    }
}
