public class Accounts(IDistributedLockProvider locks)
{
    public async Task BookAsync(int account)
    {
        using var scope = new System.Transactions.TransactionScope(System.Transactions.TransactionScopeAsyncFlowOption.Enabled);
        await using (await locks.{|DLK0302:AcquireAsync|}($"account-{account}"))
        {
            await Task.Delay(account);
        }

        scope.Complete();
    }
}
