public partial class Transfers(IDistributedLockProvider locks)
{
    [DistributedLock("account-{from}")]
    [DistributedLock("account-{to}")]
    public partial Task MoveAsync(int from, int to, decimal amount, CancellationToken cancellationToken = default);

    private Task MoveCoreAsync(int from, int to, decimal amount, CancellationToken cancellationToken) => Task.Delay((int)amount, cancellationToken);
}
