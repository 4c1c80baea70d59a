namespace DistributedLock.Leases;

/// <summary>
/// How long a lease can be counted on, by this process's monotonic clock alone, and when it has to be renewed. Not thread-safe: its hold guards it.
/// </summary>
/// <remarks>
/// <para>
/// Every span is counted from before the request was sent that the store acknowledged last: the store's own count can only have begun later. The lease is
/// renewed from a quarter of it on, at a third of it at the latest (so that many leases fall into one batch), and counts as lost when two thirds have passed
/// without an acknowledgement: the last third is for the body, which is told to stop. The same three numbers as client-go's leader election has
/// (retry period &lt; renew deadline &lt; lease duration).
/// </para>
/// <para>
/// They are those of the shortest lease that was ever asked for: a renewal whose outcome is unknown may reach the store late, after an extension, and set the
/// rest to what it asked for. A request for a shorter lease counts from when it is sent, acknowledged or not.
/// </para>
/// </remarks>
internal sealed class LeaseTerm
{
    private readonly TimeProvider _clock;
    private long _countedFrom;
    private long _end;
    private long? _retryAt;
    private TimeSpan _shortest;
    private TimeSpan _validity;

    /// <param name="clock">The monotonic clock.</param>
    /// <param name="sent">When the request was sent.</param>
    /// <param name="lease">What it asked for.</param>
    /// <param name="validity">How much of that can be counted on.</param>
    public LeaseTerm(TimeProvider clock, long sent, TimeSpan lease, TimeSpan? validity)
    {
        _clock = clock;
        _countedFrom = sent;
        _end = After(sent, lease);
        _shortest = lease;
        _validity = validity ?? lease;
        Lease = lease;
    }

    /// <summary>What the next renewal asks for.</summary>
    public TimeSpan Lease { get; private set; }

    /// <summary>What is left of the lease, from what the store acknowledged last; never negative.</summary>
    public TimeSpan Rest => Until(_end);

    /// <summary>Until the lease counts as lost.</summary>
    public TimeSpan UntilLost => NotNegative(LossLimit(_shortest, _validity) - Elapsed);

    /// <summary>Until the lease has to be renewed, or renewed again after a failure.</summary>
    public TimeSpan UntilRenewal => _retryAt is { } retry ? Until(retry) : NotNegative(Part(_shortest, 3) - Elapsed);

    /// <summary>Whether the lease may come along in a batch that has to be sent anyway.</summary>
    public bool IsRenewable => _retryAt is null ? Elapsed >= Part(_shortest, 4) : UntilRenewal == TimeSpan.Zero;

    /// <summary>How long one renewal may take, so that there is time for more than one before the lease is lost.</summary>
    public TimeSpan RenewalLimit => Part(_shortest, 6);

    private TimeSpan Elapsed => _clock.GetElapsedTime(_countedFrom);

    /// <summary>Whether an acknowledgement that comes now, for a request that was sent then, comes too late to count on the lease.</summary>
    public static bool IsTooLate(TimeProvider clock, long sent, TimeSpan lease, TimeSpan? validity) =>
        clock.GetElapsedTime(sent) >= LossLimit(lease, validity ?? lease);

    /// <summary>A request for another rest is about to be sent: from then on the store may have it, whatever becomes of the answer.</summary>
    public void OnAsked(long sent, TimeSpan lease)
    {
        Lease = lease;
        if (lease < _shortest)
        {
            var lostAt = After(_countedFrom, LossLimit(_shortest, _validity));
            _shortest = lease;
            _validity = lease < _validity ? lease : _validity;

            // The old limit still holds if it comes first.
            _countedFrom = Math.Min(sent, After(lostAt, -LossLimit(_shortest, _validity)));
            _end = Math.Min(_end, After(sent, lease));
        }
    }

    /// <summary>The store acknowledged a request that was sent then, for that rest.</summary>
    public void OnAcknowledged(long sent, TimeSpan lease)
    {
        if (sent >= _countedFrom)
        {
            _countedFrom = sent;
            _end = After(sent, lease);
            _retryAt = null;
        }
    }

    /// <summary>A renewal failed, or was not answered in time.</summary>
    public void OnRenewalFailed() => _retryAt = After(_clock.GetTimestamp(), TimeSpan.FromSeconds(Math.Min(Part(_shortest, 12).TotalSeconds, 1)));

    private static TimeSpan LossLimit(TimeSpan lease, TimeSpan validity)
    {
        var twoThirds = new TimeSpan(lease.Ticks / 3 * 2);
        return twoThirds < validity ? twoThirds : validity;
    }

    private static TimeSpan Part(TimeSpan lease, int divisor) => new(lease.Ticks / divisor);

    private static TimeSpan NotNegative(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    private long After(long moment, TimeSpan span) => moment + (long)Math.Round(span.TotalSeconds * _clock.TimestampFrequency);

    private TimeSpan Until(long moment) => NotNegative(TimeSpan.FromSeconds((moment - _clock.GetTimestamp()) / (double)_clock.TimestampFrequency));
}
