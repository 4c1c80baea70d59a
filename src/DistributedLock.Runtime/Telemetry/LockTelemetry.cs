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

    private string? Application { get; } = (LockProviderIdentity.Of(provider) as IApplicationProvider)?.Application;

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
                Duration = duration, FencingToken = fencingToken, LossReason = lossReason, Exception = exception, Application = Application,
            });
        }
    }

    /// <summary>A hold was ended by force, in whatever process it was.</summary>
    /// <param name="held">The hold.</param>
    /// <param name="exception">Why nobody knows whether it was; <see langword="null"/> when it was.</param>
    public void TellForceReleased(LockInfo held, Exception? exception)
    {
        if (_observers.HasObservers)
        {
            _observers.Add(new LockEvent(LockEventKind.ForceReleased, ProviderName, ForceRelease.RequestOf(held), TimeProvider.GetUtcNow())
            {
                Hold = held, FencingToken = held.FencingToken, Exception = exception, Application = Application,
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
