public partial class Transfers(IDistributedLockProvider locks)
{
    public async Task PayAsync()
    {
        await using var account = await locks.AcquireAsync("account");
        await using var ledger = await {|DLK0202:locks.AcquireAsync("ledger")|};
        await Task.Delay(1);
    }

    public async Task AuditAsync()
    {
        await using var ledger = await locks.AcquireAsync("ledger");
        await using var account = await locks.AcquireAsync("account");
        await Task.Delay(1);
    }
}
