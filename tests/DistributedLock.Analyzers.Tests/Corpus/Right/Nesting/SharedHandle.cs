public partial class Accounts(IDistributedLockProvider locks)
{
    [DistributedLock("account-{id}")]
    public partial Task CloseAsync(int id, CancellationToken cancellationToken = default);

    private async Task CloseCoreAsync(int id, IDistributedLockHandle held, CancellationToken cancellationToken)
    {
        await BookAsync(id, -1, held, cancellationToken);
    }

    [DistributedLock("account-{id}")]
    public partial Task BookAsync(int id, decimal amount, IDistributedLockHandle? held = null, CancellationToken cancellationToken = default);

    private Task BookCoreAsync(int id, decimal amount, CancellationToken cancellationToken) => Task.Delay((int)amount + id, cancellationToken);
}
