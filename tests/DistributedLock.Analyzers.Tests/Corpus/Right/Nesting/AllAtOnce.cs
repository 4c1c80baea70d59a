public class Transfers(IDistributedLockProvider locks)
{
    public async Task MoveAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var both = await locks.AcquireAllAsync([$"account-{from}", $"account-{to}"], cancellationToken: cancellationToken);
        await Task.Delay(1, both.LostToken);
    }
}
