public class Accounts(IDistributedLockProvider locks)
{
    public async Task BookAsync()
    {
        await using var both = await locks.AcquireAllAsync(new LockKey[] { "account", "ledger" });
        await using var again = await {|DLK0201:locks.AcquireAsync("ledger")|};
        await Task.Delay(1);
    }
}
