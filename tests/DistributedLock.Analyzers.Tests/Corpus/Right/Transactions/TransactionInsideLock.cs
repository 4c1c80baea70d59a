public class Accounts(IDistributedLockProvider locks, System.Data.Common.DbConnection connection)
{
    public async Task BookAsync(int account, CancellationToken cancellationToken)
    {
        await using var handle = await locks.AcquireAsync($"account-{account}", cancellationToken: cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Task.Delay(account, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
