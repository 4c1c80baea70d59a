public class Transfers(IDistributedLockProvider locks)
{
    public async Task MoveAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var outer = await locks.AcquireAsync($"account-{from}", cancellationToken: cancellationToken);
        await using var inner = await {|DLK0202:locks.AcquireAsync($"account-{to}", cancellationToken: cancellationToken)|};
        await Task.Delay(1, cancellationToken);
    }
}
