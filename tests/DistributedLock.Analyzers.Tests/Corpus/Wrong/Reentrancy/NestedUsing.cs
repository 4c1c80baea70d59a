public class Accounts(IDistributedLockProvider locks)
{
    public async Task BookAsync()
    {
        await using var outer = await locks.AcquireAsync("account");
        await using var inner = await {|DLK0201:locks.AcquireAsync("account")|};
        await Task.Delay(1);
    }
}
