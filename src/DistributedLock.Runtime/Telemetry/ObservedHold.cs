using System.Diagnostics;

namespace DistributedLock.Telemetry;

/// <summary>
/// One hold that somebody wants to know of, from the acquisition to its end: the release, the loss, or the collection of a handle that nobody disposed. Its handle
/// alone refers to it, so it is collected with that one. Thread-safe.
/// </summary>
internal sealed class ObservedHold
{
    private readonly LockTelemetry _telemetry;
    private readonly LockRequest _request;
    private readonly long? _fencingToken;
    private readonly TagList _tags;
    private readonly long _start;
    private readonly bool _isCounted;
    private int _hasEnded;
    private int _isLost;
    private Exception? _releaseFailure;

    public ObservedHold(LockTelemetry telemetry, LockRequest request, long? fencingToken, in TagList tags, ActivityContext acquisition)
    {
        _telemetry = telemetry;
        _request = request;
        _fencingToken = fencingToken;
        _tags = tags;
        _start = telemetry.TimeProvider.GetTimestamp();
        Acquisition = acquisition;
        _isCounted = LockMeter.HoldBegan(_tags);
    }

    ~ObservedHold()
    {
        // When the process ends, nothing is told. Observers are not called here, but on the thread pool.
        if (_telemetry is not null && !Environment.HasShutdownStarted && TryEnd(out var duration))
        {
            _telemetry.Tell(LockEventKind.Abandoned, _request, duration, _fencingToken);
        }
    }

    /// <summary>The span in which the lock was acquired; the default where there was none.</summary>
    public ActivityContext Acquisition { get; }

    public Activity? StartRelease() => LockActivities.StartRelease(_request, _telemetry.ProviderName, _telemetry.RecordsKeys, Acquisition);

    /// <summary>The store did not acknowledge the release; <see cref="OnReleased"/> follows.</summary>
    public void OnReleaseFailed(Exception failure) => Volatile.Write(ref _releaseFailure, failure);

    /// <summary>The release has ended. A lock that turned out to be lost was told by <see cref="OnLost"/> already.</summary>
    /// <param name="release">Its span.</param>
    public void OnReleased(Activity? release)
    {
        var failure = Volatile.Read(ref _releaseFailure);
        LockActivities.End(release, failure?.GetType().FullName);
        if (!TryEnd(out var duration))
        {
            return;
        }

        if (failure is null)
        {
            LockLog.Released(_telemetry.Logger, _request.DisplayName, _telemetry.ProviderName, LockTags.ModeOf(_request), duration.TotalMilliseconds);
        }

        _telemetry.Tell(failure is null ? LockEventKind.Released : LockEventKind.ReleaseFailed, _request, duration, _fencingToken, exception: failure);
    }

    /// <summary>The lock is lost. May be called twice, where the loss coincides with the beginning of the observation.</summary>
    public void OnLost(LockLossReason reason)
    {
        if (Interlocked.Exchange(ref _isLost, 1) == 0)
        {
            var isFirst = TryEnd(out var duration);
            _telemetry.Tell(LockEventKind.Lost, _request, isFirst ? duration : null, _fencingToken, reason);
        }
    }

    public void OnRenewed() => _telemetry.Tell(LockEventKind.Renewed, _request, fencingToken: _fencingToken);

    public void OnRenewalFailed(Exception? exception) =>
        _telemetry.Tell(LockEventKind.RenewalFailed, _request, fencingToken: _fencingToken, exception: exception);

    private bool TryEnd(out TimeSpan duration)
    {
        duration = default;
        if (Interlocked.Exchange(ref _hasEnded, 1) != 0)
        {
            return false;
        }

        GC.SuppressFinalize(this);
        duration = _telemetry.TimeProvider.GetElapsedTime(_start);
        LockMeter.HoldEnded(_tags, _isCounted, duration);
        return true;
    }
}
