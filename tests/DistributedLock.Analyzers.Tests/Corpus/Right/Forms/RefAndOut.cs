public partial class Numbers(IDistributedLockProvider locks)
{
    private int _next;

    [DistributedLock("number-{series}")]
    public partial bool TryNext(string series, out int number, CancellationToken cancellationToken = default);

    private bool TryNextCore(string series, out int number, CancellationToken cancellationToken)
    {
        number = Interlocked.Increment(ref _next);
        return !cancellationToken.IsCancellationRequested && series.Length > 0;
    }
}
