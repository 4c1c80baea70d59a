public class Rooms(IDistributedLockProvider locks)
{
    public async Task<CancellationToken> EnterAsync(string name)
    {
        // Nobody else knows this key.
        await using var handle = await locks.TryAcquireAsync($"{name}-{Guid.NewGuid()}");
        return handle!.LostToken;
    }
}
