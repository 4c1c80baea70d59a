namespace DistributedLock.Providers;

/// <summary>How the renewals of one provider go: written after each batch, read by who watches over it. Thread-safe.</summary>
internal sealed class RenewalRecord(TimeProvider clock)
{
    private readonly object _monitor = new();
    private RenewalFailures? _failures;

    /// <summary>The batches that have failed since the last one that did not; <see langword="null"/> when there are none.</summary>
    public RenewalFailures? Failures => Volatile.Read(ref _failures);

    /// <summary>A batch has succeeded, or nothing is left of what failed.</summary>
    public void Clear()
    {
        if (Failures is not null)
        {
            lock (_monitor)
            {
                _failures = null;
            }
        }
    }

    public void OnFailed(Exception failure)
    {
        lock (_monitor)
        {
            var errorType = (failure.InnerException ?? failure).GetType().FullName!;
            _failures = new RenewalFailures((_failures?.Count ?? 0) + 1, _failures?.Since ?? clock.GetUtcNow(), errorType);
        }
    }
}
