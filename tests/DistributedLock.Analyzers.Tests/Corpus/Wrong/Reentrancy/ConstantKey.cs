public class Accounts(IDistributedLockProvider locks)
{
    private const string Key = "account";

    public async Task BookAsync()
    {
        await using (await locks.AcquireAsync(Key))
        {
            await using (await {|DLK0201:locks.AcquireAsync("account")|})
            {
                await Task.Delay(1);
            }
        }
    }
}
