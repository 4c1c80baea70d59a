using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace DistributedLock.Postgres;

/// <summary>
/// How the waiters of a provider make themselves known to other processes, and are woken by them: one connection that listens, and holds a shared lock for each
/// intent. It is opened by the first waiter and closed some time after the last one. Thread-safe.
/// </summary>
/// <remarks>
/// Intents and notifications share a connection, so a releaser that sees an intent reaches its waiter. They are not on the connections of the locks: a session
/// does not see its own intents. While the connection is away, waiters look once a second.
/// </remarks>
internal sealed class WaiterChannel : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // A connection that takes longer must not keep its waiter from looking by itself.
    private static readonly TimeSpan OpeningPatience = TimeSpan.FromSeconds(1);

    private readonly SessionOpening _opening;
    private readonly TimeSpan _idleTime;
    private readonly bool _holdsIntents;
    private readonly ListeningOutage _outage;
    private readonly CancellationTokenSource _closing = new();
    private readonly Timer _idleTimer;
    private readonly HashSet<WaiterIntent> _intents = []; // also the monitor of what follows
    private AdvisorySession? _session;
    private Task<AdvisorySession?>? _pending;
    private Task<AdvisorySession?>? _never;
    private long _refusedAt;
    private bool _isReconnecting;
    private bool _isDisposed;

    public WaiterChannel(SessionOpening opening, TimeSpan idleTime, bool holdsIntents, string name, ILogger logger)
    {
        _opening = opening;
        _idleTime = idleTime;
        _holdsIntents = holdsIntents;
        _outage = new ListeningOutage(name, logger);
        _idleTimer = new Timer(static channel => ((WaiterChannel)channel!).CloseIfIdle(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The answer for those who want to listen, for a while after it was refused. Inside the monitor.</summary>
    private Task<AdvisorySession?>? Refusal => Stopwatch.GetElapsedTime(_refusedAt) < _idleTime ? _never : null;

    public async ValueTask<WaiterIntent> RegisterAsync(long key, Action? onWake, CancellationToken cancellationToken)
    {
        var intent = new WaiterIntent(this, key, onWake);
        Task<AdvisorySession?> pending;
        lock (_intents)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _intents.Add(intent);
            pending = _session is { } session ? Task.FromResult<AdvisorySession?>(session) : Refusal ?? (_pending ??= StartOpening());
        }

        try
        {
            await ((Task)pending).WaitAsync(OpeningPatience, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!pending.IsCompleted)
            {
                cancellationToken.ThrowIfCancellationRequested();
                RegisterLater();
            }
            else if (await pending.ConfigureAwait(false) is { } session)
            {
                var registering = RegisterAsync(intent, session);
                await registering.WaitAsync(OpeningPatience, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!registering.IsCompleted)
                {
                    // Goes on, and gives back what is not wanted any more.
                    AnswerPatience.Observe(registering);
                    cancellationToken.ThrowIfCancellationRequested();
                }
                else
                {
                    await registering.ConfigureAwait(false);
                }
            }

            return intent;
        }
        catch
        {
            await UnregisterAsync(intent).ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask UnregisterAsync(WaiterIntent intent)
    {
        AdvisorySession? session;
        lock (_intents)
        {
            _intents.Remove(intent);
            session = intent.Session;
            intent.Session = null;
            if (_intents.Count == 0 && !_isDisposed)
            {
                _idleTimer.Change(_idleTime, Timeout.InfiniteTimeSpan);
            }
        }

        if (session is not null && _holdsIntents)
        {
            await AnswerPatience.AwaitAsync(IntentLocks.ReleaseAsync(session, intent.Key)).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        AdvisorySession? session;
        Task? pending;
        lock (_intents)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            session = _session;
            pending = _pending;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        if (pending is not null)
        {
            await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await (session?.CloseAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        await _idleTimer.DisposeAsync().ConfigureAwait(false);
    }

    // It outlives the request that needs it first, so it must not inherit its context.
    private Task<AdvisorySession?> StartOpening()
    {
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            return Task.Run(TryOpenAsync);
        }
    }

    /// <returns><see langword="null"/> when no connection can be had now: then the waiters have to look by themselves.</returns>
    private async Task<AdvisorySession?> TryOpenAsync()
    {
        AdvisorySession? session = null;
        var isTransient = true;
        try
        {
            session = AdvisorySession.Start(await _opening.OpenAsync(isListening: true).ConfigureAwait(false), OnNotified, OnEnded);
        }
        catch (Exception exception)
        {
            // Whatever it is, also of an application's own data source: to be woken is no condition for waiting.
            isTransient = exception is not LockBackendException { IsTransient: false };
            _outage.OnFailed(exception);
        }

        lock (_intents)
        {
            _pending = null;
            if (_isDisposed)
            {
                _ = session?.CloseAsync();
                return null;
            }

            // One that has ended already has told so while nobody knew of it here.
            session = session is { HasEnded: true } ? null : session;
            _session = session;
            if (session is null)
            {
                if (isTransient)
                {
                    Reconnect();
                }
                else
                {
                    // A pooler stands between, say: there is nothing to be waited for. But it may have been a standby, or a setting that was mended.
                    _never = Task.FromResult<AdvisorySession?>(null);
                    _refusedAt = Stopwatch.GetTimestamp();
                }
            }
            else if (_never is not null)
            {
                _never = null;
                Reconnect(); // for those that came in the meantime
            }
            else if (_intents.Count == 0)
            {
                _idleTimer.Change(_idleTime, Timeout.InfiniteTimeSpan);
            }
        }

        return session;
    }

    private async Task RegisterAsync(WaiterIntent intent, AdvisorySession session)
    {
        try
        {
            // Where no locks are held for them, the store itself remembers who waits.
            if (!_holdsIntents || await IntentLocks.TryTakeAsync(session, intent.Key).ConfigureAwait(false))
            {
                await KeepAsync(intent, session).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (PostgresErrors.IsExpected(exception))
        {
            // The waiter looks by itself until the connection is back: see OnEnded.
            _outage.OnFailed(exception);
        }
    }

    private void RegisterLater()
    {
        lock (_intents)
        {
            Reconnect();
        }
    }

    private async Task KeepAsync(WaiterIntent intent, AdvisorySession session)
    {
        bool isWanted;
        lock (_intents)
        {
            // A session that ended meanwhile must not stand for the intent, or nobody would register it anew.
            isWanted = _intents.Contains(intent) && intent.Session is null && ReferenceEquals(_session, session);
            intent.Session = isWanted ? session : intent.Session;
        }

        if (isWanted)
        {
            _outage.OnListening();
        }
        else if (_holdsIntents)
        {
            // Given up, registered by a reconnection, or ended in the meantime.
            await IntentLocks.ReleaseAsync(session, intent.Key).ConfigureAwait(false);
        }
    }

    private void OnNotified(string payload)
    {
        if (long.TryParse(payload, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var key))
        {
            Wake(intent => intent.Key == key);
        }
    }

    private void Wake(Func<WaiterIntent, bool> isMeant)
    {
        Action[] waiters;
        lock (_intents)
        {
            waiters = [.. _intents.Where(isMeant).Select(intent => intent.OnWake).OfType<Action>()];
        }

        foreach (var wake in waiters)
        {
            wake();
        }
    }

    private void OnEnded(AdvisorySession session, Exception? reason)
    {
        lock (_intents)
        {
            if (ReferenceEquals(_session, session))
            {
                _session = null;
            }

            foreach (var intent in _intents)
            {
                intent.Session = ReferenceEquals(intent.Session, session) ? null : intent.Session;
            }

            if (_intents.Count == 0 || _isDisposed)
            {
                return;
            }

            Reconnect();
        }

        _outage.OnFailed(reason);

        // The line is dead, and so may be the holder's.
        Wake(static _ => true);
    }

    /// <summary>Inside the monitor.</summary>
    private void Reconnect()
    {
        if (!_isReconnecting)
        {
            _isReconnecting = true;
            _ = Task.Run(ReconnectAsync);
        }
    }

    private async Task ReconnectAsync()
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.Delay(pause, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            WaiterIntent[] missing;
            Task<AdvisorySession?> pending;
            lock (_intents)
            {
                missing = [.. _intents.Where(intent => intent.Session is null)];
                if (_isDisposed || missing.Length == 0 || Refusal is not null)
                {
                    _isReconnecting = false;
                    return;
                }

                pending = _session is { } current ? Task.FromResult<AdvisorySession?>(current) : Refusal ?? (_pending ??= StartOpening());
            }

            try
            {
                if (await pending.ConfigureAwait(false) is { } session)
                {
                    await Task.WhenAll(missing.Select(intent => RegisterAsync(intent, session))).ConfigureAwait(false);
                    Wake(static _ => true);
                }
            }
            catch (Exception exception)
            {
                _outage.OnFailed(exception); // and once more, or nobody would
            }
        }
    }

    private void CloseIfIdle()
    {
        lock (_intents)
        {
            if (_intents.Count == 0)
            {
                _ = _session?.CloseAsync();
                _session = null;
            }
        }
    }
}
