public class Transfers(IDistributedLockProvider locks)
{
    public async Task MoveAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var outer = await locks.AcquireAsync($"account-{from}", cancellationToken: cancellationToken);
        await using var inner = await locks.AcquireAsync($"ledger-{to}", cancellationToken: cancellationToken);
        await Task.Delay(1, cancellationToken);
    }
}
