public static class Retry
{
    public static async Task<T> ExecuteAsync<T>(Func<CancellationToken, Task<T>> action, int attempts, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await action(cancellationToken);
            }
            catch (LockNotAcquiredException) when (attempt < attempts)
            {
                await Task.Delay(attempt * 100, cancellationToken);
            }
        }
    }
}

public partial class Imports(IDistributedLockProvider locks)
{
    [DistributedLock("import-{file}", TimeoutSeconds = 0)]
    public partial Task<int> ReadAsync(string file, CancellationToken cancellationToken = default);

    private Task<int> ReadCoreAsync(string file, CancellationToken cancellationToken) => Task.FromResult(file.Length);

    public Task<int> ReadWithRetryAsync(string file, CancellationToken cancellationToken) =>
        Retry.ExecuteAsync(token => ReadAsync(file, token), 3, cancellationToken);
}
