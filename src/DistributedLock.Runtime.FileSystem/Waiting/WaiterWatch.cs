using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace DistributedLock.FileSystem;

/// <summary>
/// The one file watch of a provider. It starts with the first waiter and ends some time after the last one, because a watch is dear: a thread, and on
/// Linux one of the user's few inotify instances. Thread-safe.
/// </summary>
internal sealed class WaiterWatch : IDisposable
{
    /// <summary>How long the watch stays without waiters.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(30);

    private readonly LockDirectory _directory;
    private readonly ILogger _logger;
    private readonly bool _isEnabled;
    private readonly ITimer _idleTimer;

    // By file name. Changed inside the monitor only, but read without it: the watcher's thread must never wait for somebody who waits for the watcher.
    private readonly ConcurrentDictionary<string, Action> _waiters = new(StringComparer.Ordinal);
    private readonly object _monitor = new();
    private FileSystemWatcher? _watcher;
    private bool _isFailureLogged;
    private bool _isDisposed;

    public WaiterWatch(LockDirectory directory, bool isEnabled, TimeProvider clock, ILogger logger)
    {
        _directory = directory;
        _isEnabled = isEnabled;
        _logger = logger;
        _idleTimer = clock.CreateTimer(
            static watch => ((WaiterWatch)watch!).StopIfIdle(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether waiters are woken. If not, they have to poll.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_monitor)
            {
                return _watcher is not null;
            }
        }
    }

    /// <summary>Calls a waiter whenever its file is touched, until the answer is disposed.</summary>
    public IDisposable Subscribe(string file, Action onWake)
    {
        var name = Path.GetFileName(file);
        lock (_monitor)
        {
            _waiters[name] = _waiters.TryGetValue(name, out var others) ? others + onWake : onWake;
            if (_watcher is null && _isEnabled && !_isDisposed)
            {
                _watcher = TryStart();
            }
        }

        return new Subscription(this, name, onWake);
    }

    public void Dispose()
    {
        lock (_monitor)
        {
            _isDisposed = true;
            Stop();
        }

        _idleTimer.Dispose();
    }

    private FileSystemWatcher? TryStart()
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(_directory.Path, "*.wait") { NotifyFilter = NotifyFilters.LastWrite };
            watcher.Changed += OnChanged;
            watcher.Error += OnError;
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception exception) when (LockFileErrors.IsExpected(exception) || exception is ArgumentException or PlatformNotSupportedException)
        {
            watcher?.Dispose();
            if (!_isFailureLogged)
            {
                _isFailureLogged = true;
                FileSystemLog.WatchFailed(_logger, _directory.Path, exception);
            }

            return null;
        }
    }

    private void OnChanged(object sender, FileSystemEventArgs change)
    {
        if (change.Name is { } name && _waiters.TryGetValue(name, out var onWake))
        {
            onWake();
        }
    }

    private void OnError(object sender, ErrorEventArgs error)
    {
        // After an overflow the watch goes on; after anything else it may be dead: the next waiter starts another one.
        if (error.GetException() is not InternalBufferOverflowException)
        {
            ThreadPool.QueueUserWorkItem(_ => StopIf(sender));
        }

        // What was missed is unknown, so everybody looks.
        foreach (var waiter in _waiters)
        {
            waiter.Value();
        }
    }

    private void StopIf(object watcher)
    {
        lock (_monitor)
        {
            if (ReferenceEquals(watcher, _watcher))
            {
                Stop();
            }
        }
    }

    private void Unsubscribe(string name, Action onWake)
    {
        lock (_monitor)
        {
            if (_waiters.TryGetValue(name, out var all) && all - onWake is { } others)
            {
                _waiters[name] = others;
            }
            else
            {
                _waiters.TryRemove(name, out _);
            }

            if (_waiters.IsEmpty && _watcher is not null)
            {
                _idleTimer.Change(IdleTime, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void StopIfIdle()
    {
        lock (_monitor)
        {
            if (_waiters.IsEmpty)
            {
                Stop();
            }
        }
    }

    private void Stop()
    {
        _watcher?.Dispose();
        _watcher = null;
    }

    private sealed class Subscription(WaiterWatch owner, string name, Action onWake) : IDisposable
    {
        public void Dispose() => owner.Unsubscribe(name, onWake);
    }
}
