public class Accounts(IDistributedLockProvider locks)
{
    public async Task BookAsync(int account)
    {
        await using var handle = await locks.AcquireAsync($"account-{account}");
        using var scope = new System.Transactions.TransactionScope(System.Transactions.TransactionScopeAsyncFlowOption.Enabled);
        await Task.Delay(account);
        scope.Complete();
    }
}
