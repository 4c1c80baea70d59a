public class Documents(IDistributedLockProvider locks)
{
    public async Task<string> ReadAsync(string name)
    {
        await using var handle = await locks.AcquireAsync(new LockRequest(name) { Mode = LockMode.Shared });
        return await System.IO.File.ReadAllTextAsync(name, handle.LostToken);
    }

    public async Task WriteAsync(string name, string text)
    {
        await using var handle = await locks.AcquireAsync(new LockRequest(name));
        await System.IO.File.WriteAllTextAsync(name, text, handle.LostToken);
    }
}
