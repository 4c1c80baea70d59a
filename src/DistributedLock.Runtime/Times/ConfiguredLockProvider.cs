namespace DistributedLock.Times;

/// <summary>Fills in configured times. The extension methods and wrappers have asked it before, and then it only passes requests on.</summary>
internal sealed class ConfiguredLockProvider(IDistributedLockProvider inner, ConfiguredLockTimes times, bool ownsTimes = false)
    : DelegatingLockProvider(inner), ILockRequestResolver
{
    public LockRequest Resolve(LockRequest request) => times.Resolve(request);

    public override ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default)
    {
        if (request is not null)
        {
            try
            {
                request = times.Resolve(request);
            }
            catch (InvalidOperationException exception)
            {
                // As from a backend that really is asynchronous.
                return new ValueTask<IDistributedLockHandle?>(Task.FromException<IDistributedLockHandle?>(exception));
            }
        }

        return Inner.TryAcquireAsync(request!, cancellationToken);
    }

    public override IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) =>
        Inner.TryAcquire(request is null ? null! : times.Resolve(request), cancellationToken);

    public override ValueTask DisposeAsync()
    {
        DisposeTimes();
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        DisposeTimes();
        base.Dispose(disposing);
    }

    private void DisposeTimes()
    {
        if (ownsTimes)
        {
            times.Dispose();
        }
    }
}
