public partial class Accounts(IDistributedLockProvider locks)
{
    [DistributedLock("account-{id}")]
    public partial Task BookAsync(int id, CancellationToken cancellationToken = default);

    private async Task BookCoreAsync(int id, CancellationToken cancellationToken)
    {
        await using var again = await {|DLK0201:locks.AcquireAsync($"account-{id}", cancellationToken: cancellationToken)|};
        await Task.Delay(1, cancellationToken);
    }
}
