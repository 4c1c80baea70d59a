public partial class Job(IDistributedLockProvider locks)
{
    protected IDistributedLockProvider Locks { get; } = locks;

    [DistributedLock("job-{name}")]
    public virtual partial Task RunAsync(string name, CancellationToken cancellationToken = default);

    protected virtual Task RunCoreAsync(string name, CancellationToken cancellationToken) => Task.Delay(name.Length, cancellationToken);
}

public class LongJob(IDistributedLockProvider locks) : Job(locks)
{
    protected override async Task RunCoreAsync(string name, CancellationToken cancellationToken)
    {
        await base.RunCoreAsync(name, cancellationToken);
        await Task.Delay(100, cancellationToken);
    }
}
