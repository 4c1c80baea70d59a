public partial class Compaction(IDistributedLockProvider locks)
{
    [DistributedLock("compact-{file}", OnContention = Contention.Skip, TimeoutSeconds = 0)]
    public partial LockResult<long> Run(string file, CancellationToken cancellationToken = default);

    private long RunCore(string file, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new System.IO.FileInfo(file).Length;
    }

    public long Total(IEnumerable<string> files) => files.Select(file => Run(file)).Where(result => result.Ran).Sum(result => result.Value);
}
