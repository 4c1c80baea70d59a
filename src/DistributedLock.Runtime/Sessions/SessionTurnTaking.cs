namespace DistributedLock.Sessions;

/// <summary>
/// Whose turn it is, this process's or another's. Who releases a lock and takes it again at once is always faster than a waiter that must be woken first.
/// That saves wake-ups, so it may go on for a while; then this process holds back for a moment, and the others have their turn.
/// </summary>
/// <remarks>The same trade as in Go's <c>sync.Mutex</c>, which hands over to its waiters once one of them has waited for 1 ms.</remarks>
internal sealed class SessionTurnTaking
{
    /// <summary>How long this process may pass others over.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    /// <summary>How long it holds back: some times what a wake-up takes.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly object _monitor = new();
    private long? _passingOverSince;

    /// <summary>Tells that this process gave the lock back.</summary>
    /// <param name="hasWokenWaiters">Whether others wait for it.</param>
    /// <param name="clock">The provider's clock.</param>
    public void OnReleased(bool hasWokenWaiters, TimeProvider clock)
    {
        lock (_monitor)
        {
            _passingOverSince = hasWokenWaiters ? _passingOverSince ?? clock.GetTimestamp() : null;
        }
    }

    /// <summary>Tells that another process has the lock, so this one has passed nobody over.</summary>
    public void OnContended()
    {
        lock (_monitor)
        {
            _passingOverSince = null;
        }
    }

    /// <summary>How long to hold back before the next try. The answer is given once; then this process's own turn begins.</summary>
    public TimeSpan TakePause(TimeProvider clock)
    {
        lock (_monitor)
        {
            if (_passingOverSince is not { } since || clock.GetElapsedTime(since) < Patience)
            {
                return TimeSpan.Zero;
            }

            _passingOverSince = null;
            return Pause;
        }
    }
}
