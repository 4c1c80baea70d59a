public delegate Task RequestDelegate(string path);

public class LockingMiddleware(RequestDelegate next, IDistributedLockProvider locks)
{
    public async Task InvokeAsync(string path)
    {
        await using var handle = await locks.TryAcquireAsync($"path-{path}", TimeSpan.FromSeconds(2));
        if (handle is null)
        {
            return;
        }

        await next(path);
    }
}
