public partial class Accounts(IDistributedLockProvider locks)
{
    [DistributedLock("account-{id}")]
    public partial Task BookAsync(int id, decimal amount, CancellationToken cancellationToken = default);

    private Task BookCoreAsync(int id, decimal amount, CancellationToken cancellationToken) => WriteAsync(id, amount, cancellationToken);

    [DistributedLock("account-{id}")]
    public partial Task CloseAsync(int id, CancellationToken cancellationToken = default);

    private async Task CloseCoreAsync(int id, CancellationToken cancellationToken)
    {
        await WriteAsync(id, 0, cancellationToken);
    }

    private static Task WriteAsync(int id, decimal amount, CancellationToken cancellationToken) => Task.Delay(id + (int)amount, cancellationToken);
}
