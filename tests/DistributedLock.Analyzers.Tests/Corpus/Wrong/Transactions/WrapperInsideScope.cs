public partial class Accounts(IDistributedLockProvider locks)
{
    [DistributedLock("account-{account}")]
    public partial Task BookAsync(int account, CancellationToken cancellationToken = default);

    private Task BookCoreAsync(int account, CancellationToken cancellationToken) => Task.Delay(account, cancellationToken);

    public async Task BookInScopeAsync(int account)
    {
        using (var scope = new System.Transactions.TransactionScope(System.Transactions.TransactionScopeAsyncFlowOption.Enabled))
        {
            await {|DLK0302:BookAsync|}(account);
            scope.Complete();
        }
    }
}
