public partial class Counters(IDistributedLockProvider locks)
{
    private int _count;

    [DistributedLock("counter-{name}")]
    public partial ValueTask<int> NextAsync(string name, CancellationToken cancellationToken = default);

    private ValueTask<int> NextCoreAsync(string name, CancellationToken cancellationToken)
    {
        _count += name.Length;
        return new ValueTask<int>(_count);
    }

    public async ValueTask<int> TwiceAsync(string name) => await NextAsync(name) + await NextAsync(name);
}
