public partial class Accounts(IDistributedLockProvider locks, System.Data.Common.DbConnection connection)
{
    [DistributedLock("account-{account}")]
    public partial Task BookAsync(int account, CancellationToken cancellationToken = default);

    private async Task BookCoreAsync(int account, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = $"update accounts set balance = 0 where id = {account}";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
