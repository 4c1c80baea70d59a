public class Rooms(IDistributedLockProvider locks)
{
    public async Task<bool> EnterAsync(string name)
    {
        await using var handle = await locks.TryAcquireAsync(name);
        if (!IsHeld(handle))
        {
            return false;
        }

        await Task.Delay(1);
        return true;
    }

    private static bool IsHeld([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] IDistributedLockHandle? handle) => handle is not null;
}
