using System.Collections.Concurrent;
using DistributedLock.Leases;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace DistributedLock.Redis;

/// <summary>The subscriptions of one connection. While it was down, signals may have been missed, so all are signalled when it is back.</summary>
internal sealed class RedisSignals : IDisposable
{
    private readonly ConcurrentDictionary<Subscription, byte> _subscriptions = new();
    private readonly RedisConnection _connection;
    private readonly ISubscriber _subscriber;
    private readonly ILogger _logger;
    private int _hasLogged;
    private volatile bool _isDisposed;

    public RedisSignals(RedisConnection connection, ILogger logger)
    {
        _connection = connection;
        _logger = logger;
        _subscriber = connection.Multiplexer.GetSubscriber();
        connection.Multiplexer.ConnectionRestored += OnConnectionRestored;
    }

    /// <summary>Commands can be sent again.</summary>
    public event EventHandler? Reconnected;

    public async ValueTask<ILeaseSubscription?> SubscribeAsync(string channel, Action onSignal)
    {
        var subscription = new Subscription(this, channel, onSignal);
        try
        {
            await _subscriber.SubscribeAsync(subscription.Channel, subscription.Handler).ConfigureAwait(false);
            return Add(subscription);
        }
        catch (Exception exception) when (_isDisposed || RedisErrors.IsOfDriver(exception))
        {
            return OnFailed(subscription, exception);
        }
        finally
        {
            if (DriverThread.MustBeLeft)
            {
                await Task.Yield();
            }
        }
    }

    public ILeaseSubscription? Subscribe(string channel, Action onSignal)
    {
        var subscription = new Subscription(this, channel, onSignal);
        try
        {
            _subscriber.Subscribe(subscription.Channel, subscription.Handler);
            return Add(subscription);
        }
        catch (Exception exception) when (_isDisposed || RedisErrors.IsOfDriver(exception))
        {
            return OnFailed(subscription, exception);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _connection.Multiplexer.ConnectionRestored -= OnConnectionRestored;
        foreach (var subscription in _subscriptions.Keys)
        {
            subscription.Dispose();
        }
    }

    private Subscription Add(Subscription subscription)
    {
        _subscriptions.TryAdd(subscription, 0);
        return subscription;
    }

    private ILeaseSubscription? OnFailed(Subscription subscription, Exception exception)
    {
        subscription.Dispose();
        if (_isDisposed)
        {
            throw new ObjectDisposedException(nameof(RedisLockProvider));
        }

        var error = RedisErrors.Translate(_connection.Name, exception);
        if (exception is not RedisServerException)
        {
            throw error;
        }

        if (Interlocked.Exchange(ref _hasLogged, 1) == 0)
        {
            RedisLog.SubscriptionRefused(_logger, _connection.Name, error);
        }

        return null;
    }

    private void OnConnectionRestored(object? sender, ConnectionFailedEventArgs e)
    {
        foreach (var subscription in _subscriptions.Keys)
        {
            subscription.Signal();
        }

        // The subscriptions' own connection says nothing about the leases: a server that restarted makes both anew.
        if (e.ConnectionType == ConnectionType.Interactive)
        {
            Reconnected?.Invoke(this, EventArgs.Empty);
        }
    }

    private void Remove(Subscription subscription)
    {
        _subscriptions.TryRemove(subscription, out _);
        try
        {
            // Nobody waits for it: what comes meanwhile wakes nobody, and the driver keeps the order of what it sends.
            _subscriber.Unsubscribe(subscription.Channel, subscription.Handler, CommandFlags.FireAndForget);
        }
        catch (Exception exception) when (_isDisposed || RedisErrors.IsOfDriver(exception))
        {
            // The connection is gone, and the subscription with it.
        }
    }

    private sealed class Subscription : ILeaseSubscription
    {
        private readonly RedisSignals _signals;
        private readonly Action _onSignal;
        private int _isDisposed;

        public Subscription(RedisSignals signals, string channel, Action onSignal)
        {
            _signals = signals;
            _onSignal = onSignal;
            Channel = new RedisChannel(channel, RedisChannel.PatternMode.Literal);
            Handler = (_, _) => Signal();
        }

        public RedisChannel Channel { get; }

        public Action<RedisChannel, RedisValue> Handler { get; }

        public void Signal()
        {
            if (Volatile.Read(ref _isDisposed) == 0)
            {
                _onSignal();
            }
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                _signals.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
