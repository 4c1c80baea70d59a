namespace DistributedLock.Telemetry;

/// <summary>Tells metrics, traces, logs and observers what happens to the locks of the provider inside. While nobody listens, it only passes calls on.</summary>
/// <param name="inner">The provider inside.</param>
/// <param name="options">What is told.</param>
/// <param name="observers">Gives those who are told every event; <see langword="null"/> where there is nobody.</param>
internal sealed class ObservedLockProvider(IDistributedLockProvider inner, LockTelemetryOptions options, Func<IReadOnlyList<ILockObserver>>? observers)
    : DelegatingLockProvider(inner)
{
    private readonly LockTelemetry _telemetry = new(inner, options.RecordKeys, observers);

    public override ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default) =>
        _telemetry.IsListening && request is not null ? ObserveAsync(request, cancellationToken) : Inner.TryAcquireAsync(request!, cancellationToken);

    public override IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default)
    {
        if (!_telemetry.IsListening || request is null)
        {
            return Inner.TryAcquire(request!, cancellationToken);
        }

        var acquisition = new ObservedAcquisition(_telemetry, request);
        IDistributedLockHandle? handle;
        try
        {
            handle = Inner.TryAcquire(request, cancellationToken);
        }
        catch (Exception exception)
        {
            acquisition.Failed(exception, cancellationToken);
            throw;
        }

        return acquisition.Ended(this, handle);
    }

    /// <summary>Whoever asks for the inspector gets one whose force-releases are told.</summary>
    protected internal override T? FindCapability<T>()
        where T : class
    {
        var found = base.FindCapability<T>();
        return typeof(T) == typeof(IDistributedLockInspector) && found is IDistributedLockInspector inspector ? new ObservedInspector(inspector, _telemetry) as T : found;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        await _telemetry.DrainAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        var drained = _telemetry.DrainAsync();
        if (!drained.IsCompleted)
        {
            drained.AsTask().GetAwaiter().GetResult(); // needs no context of the caller's
        }
    }

    // Async, so that the span is the current one only in here.
    private async ValueTask<IDistributedLockHandle?> ObserveAsync(LockRequest request, CancellationToken cancellationToken)
    {
        var acquisition = new ObservedAcquisition(_telemetry, request);
        IDistributedLockHandle? handle;
        try
        {
            handle = await Inner.TryAcquireAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            acquisition.Failed(exception, cancellationToken);
            throw;
        }

        // Nothing goes wrong between here and the caller, who has the handle then: what listeners, sinks and observers throw is caught where they are called.
        return acquisition.Ended(this, handle);
    }
}
