public partial class Accounts(IDistributedLockProvider locks, System.Data.Common.DbConnection connection)
{
    [DistributedLock("account-{account}")]
    public partial Task BookAsync(int account, CancellationToken cancellationToken = default);

    private Task BookCoreAsync(int account, CancellationToken cancellationToken) => Task.Delay(account, cancellationToken);

    public async Task BookTwiceAsync(int account)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await {|DLK0302:BookAsync|}(account);
        await transaction.CommitAsync();
    }
}
