public class Rooms(IDistributedLockProvider locks)
{
    public async Task EnterAsync(string name, CancellationToken cancellationToken)
    {
        IDistributedLockHandle? handle;
        while ((handle = await locks.TryAcquireAsync(name, cancellationToken: cancellationToken)) is null)
        {
            await Task.Delay(50, cancellationToken);
        }

        await using (handle)
        {
            await Task.Delay(1, handle.LostToken);
        }
    }
}
