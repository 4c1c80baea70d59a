using Microsoft.Extensions.Logging;

namespace DistributedLock.Telemetry;

/// <summary>Who is told what happens to the locks of one provider. Thread-safe.</summary>
internal sealed class LockTelemetry(IDistributedLockProvider provider, bool recordsKeys, Func<IReadOnlyList<ILockObserver>>? observers)
{
    private readonly ObserverQueue _observers = new(observers, LockProviderDefaults.LoggerOf(provider));

    public string ProviderName { get; } = LockProviderDefaults.NameOf(provider);

    public TimeProvider TimeProvider { get; } = LockProviderDefaults.ClockOf(provider);

    public ILogger Logger { get; } = LockProviderDefaults.LoggerOf(provider);

    public bool RecordsKeys { get; } = recordsKeys;

    /// <summary>Whether anybody wants to know. Asked for every acquisition, so that nothing is made for nobody.</summary>
    public bool IsListening => _observers.HasObservers || LockMeter.IsListening || LockActivities.IsListening || Logger.IsEnabled(LogLevel.Debug);

    /// <inheritdoc cref="ObserverQueue.Prepare"/>
    public void Prepare() => _observers.Prepare();

    public void Tell(
        LockEventKind kind,
        LockRequest request,
        TimeSpan? duration = null,
        long? fencingToken = null,
        LockLossReason lossReason = LockLossReason.None,
        Exception? exception = null,
        DateTimeOffset? time = null)
    {
        if (_observers.HasObservers)
        {
            _observers.Add(new LockEvent(kind, ProviderName, request, time ?? TimeProvider.GetUtcNow())
            {
                Duration = duration, FencingToken = fencingToken, LossReason = lossReason, Exception = exception,
            });
        }
    }

    /// <summary>Waits until observers have been told everything, at most as long as a release may take.</summary>
    public async ValueTask DrainAsync()
    {
        try
        {
            // By the system's clock: a test's clock may stand still.
            await _observers.DrainAsync().WaitAsync(DistributedLockHandle.ReleaseTimeout, System.TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LockLog.ObserversSlow(Logger, ProviderName, DistributedLockHandle.ReleaseTimeout.TotalSeconds);
        }
    }
}
