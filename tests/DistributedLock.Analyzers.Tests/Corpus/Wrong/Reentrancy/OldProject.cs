//: language 9
//: nullable off
public class Accounts
{
    private readonly IDistributedLockProvider _locks;

    public Accounts(IDistributedLockProvider locks)
    {
        _locks = locks;
    }

    public async Task BookAsync()
    {
        await using (await _locks.AcquireAsync("account"))
        {
            await {|DLK0201:CheckAsync()|};
        }
    }

    private async Task CheckAsync()
    {
        await using (await _locks.AcquireAsync("account"))
        {
            await Task.Delay(1);
        }
    }
}
