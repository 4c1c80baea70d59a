using System.Diagnostics;

namespace DistributedLock.Telemetry;

/// <summary>One acquisition that somebody wants to know of, from its call to its end.</summary>
internal readonly struct ObservedAcquisition
{
    private readonly LockTelemetry _telemetry;
    private readonly LockRequest _request;
    private readonly TagList _tags;
    private readonly Activity? _activity;
    private readonly long _start;
    private readonly bool _isCounted;

    /// <summary>Begins it. The span becomes the current one: call this where that change ends with the acquisition, in an <c>async</c> method.</summary>
    public ObservedAcquisition(LockTelemetry telemetry, LockRequest request)
    {
        _telemetry = telemetry;
        telemetry.Prepare();
        _request = request;
        _tags = LockTags.Of(request, telemetry.ProviderName);
        _activity = LockActivities.StartAcquisition(request, telemetry.ProviderName, telemetry.RecordsKeys);
        _start = telemetry.TimeProvider.GetTimestamp();
        _isCounted = LockMeter.WaitBegan(_tags);
    }

    /// <returns>The handle, whose life is followed from here on.</returns>
    public IDistributedLockHandle? Ended(IDistributedLockProvider provider, IDistributedLockHandle? handle)
    {
        if (handle is null)
        {
            var wait = End("contended", null, null);
            LockLog.NotAcquired(_telemetry.Logger, _request.DisplayName, _telemetry.ProviderName, LockTags.ModeOf(_request), wait.TotalMilliseconds);
            _telemetry.Tell(LockEventKind.Contended, _request, wait);
            return null;
        }

        var duration = End("acquired", handle.FencingToken, null);
        LockLog.Acquired(
            _telemetry.Logger, _request.DisplayName, _telemetry.ProviderName, LockTags.ModeOf(_request), handle.FencingToken, duration.TotalMilliseconds);
        var tracked = handle as DistributedLockHandle ?? new Handles.ForeignLockHandle(provider, _request, handle);
        var hold = new ObservedHold(_telemetry, _request, handle.FencingToken, _tags, _activity?.Context ?? default);
        _telemetry.Tell(LockEventKind.Acquired, _request, duration, handle.FencingToken);
        tracked.Observe(hold);
        if (!ReferenceEquals(tracked, handle))
        {
            _ = tracked.LostToken; // a handle of another kind tells of its loss only by its token
        }

        return tracked;
    }

    /// <summary>It ended by an exception.</summary>
    public void Failed(Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            _telemetry.Tell(LockEventKind.Canceled, _request, End("canceled", null, null));
            return;
        }

        _telemetry.Tell(LockEventKind.Failed, _request, End("error", null, exception.GetType().FullName), exception: exception);
    }

    private TimeSpan End(string result, long? fencingToken, string? errorType)
    {
        var duration = _telemetry.TimeProvider.GetElapsedTime(_start);
        LockMeter.WaitEnded(_tags, _isCounted, duration, result, errorType);
        LockActivities.EndAcquisition(_activity, result, fencingToken, errorType);
        return duration;
    }
}
