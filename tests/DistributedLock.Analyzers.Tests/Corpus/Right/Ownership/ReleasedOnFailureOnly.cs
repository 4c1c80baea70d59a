public sealed class Session([TakesLockOwnership] IDistributedLockHandle handle) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => handle.DisposeAsync();
}

public class Sessions(IDistributedLockProvider locks)
{
    public async Task<Session> OpenAsync(string name)
    {
        var handle = await locks.AcquireAsync(name);
        try
        {
            await PrepareAsync(name);
            return new Session(handle);
        }
        catch
        {
            await handle.DisposeAsync();
            throw;
        }
    }

    private static Task PrepareAsync(string name) => Task.Delay(name.Length);
}
