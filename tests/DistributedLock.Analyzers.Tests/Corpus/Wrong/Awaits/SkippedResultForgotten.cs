public partial class Nightly(IDistributedLockProvider locks)
{
    [DistributedLock("nightly-{date}", OnContention = Contention.Skip)]
    public partial Task<LockResult<int>> RunAsync(string date, CancellationToken cancellationToken = default);

    private Task<int> RunCoreAsync(string date, CancellationToken cancellationToken) => Task.FromResult(date.Length);

    public bool Start(string date)
    {
        {|DLK0101:RunAsync(date)|};
        return true;
    }
}
