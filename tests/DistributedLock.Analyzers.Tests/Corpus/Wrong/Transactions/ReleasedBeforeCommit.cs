public class Accounts(IDistributedLockProvider locks, System.Data.Common.DbConnection connection)
{
    public async Task BookAsync(int account)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using (await locks.{|DLK0302:AcquireAsync|}($"account-{account}"))
        {
            await Task.Delay(account);
        }

        await transaction.CommitAsync();
    }
}
