public static class ProviderExtensions
{
    public static async Task RunLockedAsync(this IDistributedLockProvider locks, string key, Func<CancellationToken, Task> action, CancellationToken cancellationToken = default)
    {
        await using var handle = await locks.AcquireAsync(key, cancellationToken: cancellationToken);
        await action(handle.LostToken);
    }

    public static async Task<T> RunLockedAsync<T>(this IDistributedLockProvider locks, string key, Func<CancellationToken, Task<T>> action)
    {
        await using var handle = await locks.AcquireAsync(key);
        return await action(handle.LostToken);
    }
}

public class Caller(IDistributedLockProvider locks)
{
    public async Task<int> RunAsync()
    {
        await locks.RunLockedAsync("first", token => Task.Delay(1, token));
        return await locks.RunLockedAsync("second", token => Task.FromResult(token.CanBeCanceled ? 1 : 0));
    }
}
