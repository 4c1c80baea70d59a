using DistributedLock.Telemetry;

namespace DistributedLock.Sessions;

/// <summary>Has the holds of a provider written down, where its store does that. What goes wrong costs no lock, and is logged once until it works again.</summary>
internal sealed class SessionRecorder(SessionLockProvider provider, LockMetadata metadata)
{
    private int _isFailing;

    /// <returns><see langword="null"/> when nothing is written down.</returns>
    public IDisposable? Begin(LockResource resource, LockRequest request, long? fencingToken)
    {
        if (provider.Store is not IRecordingSessionStore store)
        {
            return null;
        }

        try
        {
            var record = store.Record(new SessionRecord(resource, request.Mode)
            {
                MaxConcurrency = request.MaxConcurrency,
                FencingToken = fencingToken,
                AcquiredAt = provider.TimeProvider.GetUtcNow(),
                Metadata = metadata.Format(request),
            });
            Volatile.Write(ref _isFailing, 0);
            return record;
        }
        catch (Exception exception)
        {
            if (Interlocked.Exchange(ref _isFailing, 1) == 0)
            {
                InspectionLog.RecordFailed(provider.Logger, request.DisplayName, provider.Name, exception);
            }

            return null;
        }
    }
}
