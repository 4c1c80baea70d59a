namespace DistributedLock.Telemetry;

/// <summary>Tells observers of what is ended by force through this provider. The provider inside logs and counts it.</summary>
internal sealed class ObservedInspector(IDistributedLockInspector inner, LockTelemetry telemetry) : IDistributedLockInspector
{
    public IAsyncEnumerable<LockInfo> ListAsync(string keyPrefix = "", CancellationToken cancellationToken = default) => inner.ListAsync(keyPrefix, cancellationToken);

    public ValueTask<IReadOnlyList<LockInfo>> GetAsync(LockKey key, CancellationToken cancellationToken = default) => inner.GetAsync(key, cancellationToken);

    public async ValueTask<bool> ForceReleaseAsync(LockInfo held, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested(); // here it is certain that nothing was ended
        telemetry.Prepare();
        bool wasHeld;
        try
        {
            wasHeld = await inner.ForceReleaseAsync(held, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is LockBackendException or OperationCanceledException)
        {
            telemetry.TellForceReleased(held, exception); // it may have been ended all the same, and an audit says so
            throw;
        }

        if (wasHeld)
        {
            telemetry.TellForceReleased(held, exception: null);
        }

        return wasHeld;
    }
}
