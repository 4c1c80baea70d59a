using System.Diagnostics;

namespace DistributedLock.Telemetry;

/// <summary>
/// One hold that somebody wants to know of, from the acquisition to its end: the release, the loss, or the collection of a handle that nobody disposed. Its handle
/// alone refers to it, so it is collected with that one. Never throws; thread-safe.
/// </summary>
internal sealed class ObservedHold
{
    private readonly LockTelemetry _telemetry;
    private readonly LockRequest _request;
    private readonly long? _fencingToken;
    private readonly TagList _tags;
    private readonly long _start;
    private readonly bool _isCounted;
    private End? _end;
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
        // Not here: listeners are the application's code, and this is the finalizer's thread. When the process ends, nothing is told.
        if (_telemetry is not null && !Environment.HasShutdownStarted)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static hold => ((ObservedHold)hold!).OnAbandoned(), this);
        }
    }

    /// <summary>The span in which the lock was acquired; the default where there was none.</summary>
    public ActivityContext Acquisition { get; }

    private bool HasEnded => Volatile.Read(ref _end) is not null;

    /// <summary>The release begins. The hold ends here for all who count: the store lets the next one in before it answers.</summary>
    /// <returns>The release's span, which is the current one now.</returns>
    public Activity? BeginRelease()
    {
        EndOnce();
        return LockActivities.StartRelease(_request, _telemetry.ProviderName, _telemetry.RecordsKeys, Acquisition);
    }

    /// <summary>The store did not acknowledge the release; <see cref="OnReleased"/> follows.</summary>
    public void OnReleaseFailed(Exception failure) => Volatile.Write(ref _releaseFailure, failure);

    /// <summary>The release has ended. Where the lock turned out to be lost, <see cref="OnLost"/> has said so, and nothing is told here.</summary>
    /// <param name="release">Its span.</param>
    public void OnReleased(Activity? release)
    {
        var failure = Volatile.Read(ref _releaseFailure);
        LockActivities.End(release, failure?.GetType().FullName);
        if (Volatile.Read(ref _isLost) != 0)
        {
            return;
        }

        var end = EndOnce();
        if (failure is null)
        {
            LockLog.Released(_telemetry.Logger, _request.DisplayName, _telemetry.ProviderName, LockTags.ModeOf(_request), end.Duration.TotalMilliseconds);
        }

        Tell(failure is null ? LockEventKind.Released : LockEventKind.ReleaseFailed, end, exception: failure);
    }

    /// <summary>The lock is lost. May be called more than once.</summary>
    public void OnLost(LockLossReason reason)
    {
        if (Interlocked.Exchange(ref _isLost, 1) == 0)
        {
            Tell(LockEventKind.Lost, EndOnce(), reason);
        }
    }

    public void OnRenewed()
    {
        if (!HasEnded)
        {
            Tell(LockEventKind.Renewed);
        }
    }

    public void OnRenewalFailed(Exception? exception)
    {
        if (!HasEnded)
        {
            Tell(LockEventKind.RenewalFailed, exception: exception);
        }
    }

    private void OnAbandoned()
    {
        if (!HasEnded)
        {
            Tell(LockEventKind.Abandoned, EndOnce());
        }
    }

    private End EndOnce()
    {
        if (Volatile.Read(ref _end) is { } known)
        {
            return known;
        }

        var end = new End(_telemetry.TimeProvider.GetUtcNow(), _telemetry.TimeProvider.GetElapsedTime(_start));
        if (Interlocked.CompareExchange(ref _end, end, null) is { } first)
        {
            return first;
        }

        GC.SuppressFinalize(this);
        LockMeter.HoldEnded(_tags, _isCounted, end.Duration);
        return end;
    }

    private void Tell(LockEventKind kind, End? end = null, LockLossReason reason = LockLossReason.None, Exception? exception = null) =>
        _telemetry.Tell(kind, _request, end?.Duration, _fencingToken, reason, exception, end?.Time);

    /// <param name="Time">When the hold ended.</param>
    /// <param name="Duration">How long it was.</param>
    private sealed record End(DateTimeOffset Time, TimeSpan Duration);
}
