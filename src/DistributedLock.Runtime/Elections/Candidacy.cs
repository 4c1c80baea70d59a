using DistributedLock.Acquisition;
using DistributedLock.Telemetry;
using Microsoft.Extensions.Logging;

namespace DistributedLock.Elections;

/// <summary>The way of one candidate to the lock of its election: it waits by the engine's push, and outlasts a store that is down. For one caller at a time.</summary>
/// <remarks>
/// The engine waits over an outage by itself once it has a place in the queue; what comes out of it as an exception (the first try of a wait, a wrong password) is retried here. After a failure
/// the store is asked by a single try first: the wait itself may last for weeks, and would not say that the outage is over.
/// </remarks>
internal sealed class Candidacy(string election, IDistributedLockProvider provider, LockRequest request, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly LockRequest _probe = request with { Timeout = TimeSpan.Zero };
    private readonly Random _random = new();
    private TimeSpan _pause = FirstPause;
    private long? _wonAt;
    private long? _outageSince;
    private int _failures;

    /// <summary>The clock of every wait.</summary>
    public TimeProvider Clock { get; } = LockProviderDefaults.ClockOf(provider);

    /// <summary>Waits until the lock is held, for ever.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled; nothing is held.</exception>
    /// <exception cref="ObjectDisposedException">The provider is disposed: there is nothing to wait for.</exception>
    public async Task<DistributedLockHandle> WinAsync(CancellationToken cancellationToken)
    {
        // A lock that is lost as soon as it is won is no reason to ask in a tight loop.
        if (_wonAt is { } last && Clock.GetElapsedTime(last) < LongestPause)
        {
            await PauseAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            _pause = FirstPause;
        }

        while (true)
        {
            var started = Clock.GetTimestamp();
            var isProbe = _outageSince is not null;
            try
            {
                // If the process dies here, it has no lock, or one that ends with its lease or session; nobody of this process acts on it.
                var handle = await FlowTrackedAcquisition.TryAcquireAsync(provider, isProbe ? _probe : request, cancellationToken).ConfigureAwait(false);
                OnAnswered();
                if (handle is DistributedLockHandle held)
                {
                    _wonAt = Clock.GetTimestamp();
                    return held;
                }

                if (isProbe)
                {
                    continue; // somebody else leads, as the store can tell: now wait for the end of that
                }
            }
            catch (Exception exception) when (exception is not ObjectDisposedException && !cancellationToken.IsCancellationRequested)
            {
                OnFailed(exception);
            }

            // A store that answers single tries and refuses waits must not be asked in a tight loop; one that served a wait for a while is asked soon.
            _pause = Clock.GetElapsedTime(started) > LongestPause ? FirstPause : _pause;
            await PauseAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void OnFailed(Exception exception)
    {
        _failures++;
        if (_outageSince is null)
        {
            _outageSince = Clock.GetTimestamp();
            ElectionLog.StoreFailed(logger, election, LockProviderDefaults.NameOf(provider), LongestPause.TotalSeconds, exception);
        }
    }

    private void OnAnswered()
    {
        if (_outageSince is { } since)
        {
            ElectionLog.StoreRecovered(logger, election, LockProviderDefaults.NameOf(provider), Clock.GetElapsedTime(since).TotalSeconds, _failures);
            _outageSince = null;
            _failures = 0;
        }
    }

    /// <summary>Waits, and longer each time. Up to half of it is taken off at random: the candidates of a store that comes back must not move in step.</summary>
    private Task PauseAsync(CancellationToken cancellationToken)
    {
        var delay = TimeSpan.FromMilliseconds(_pause.TotalMilliseconds * (1 - (_random.NextDouble() / 2)));
        _pause = _pause + _pause < LongestPause ? _pause + _pause : LongestPause;

        // If the process dies here, it leaves nothing behind.
#if NET
        return Task.Delay(delay, Clock, cancellationToken);
#else
        return Clock.Delay(delay, cancellationToken);
#endif
    }
}
