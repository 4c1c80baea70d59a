public class Accounts(IDistributedLockProvider locks, System.Data.Common.DbConnection connection)
{
    public async Task BookAsync(int account)
    {
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await Task.Delay(account);
            await transaction.CommitAsync();
        }

        await using var handle = await locks.AcquireAsync("notify");
        await Task.Delay(1);
    }
}
