public sealed class LockedSession : IAsyncDisposable
{
    private readonly IDistributedLockHandle _handle;

    private LockedSession([TakesLockOwnership] IDistributedLockHandle handle) => _handle = handle;

    public long? FencingToken => _handle.FencingToken;

    public static async Task<LockedSession> OpenAsync(IDistributedLockProvider locks, string name, CancellationToken cancellationToken)
    {
        var handle = await locks.AcquireAsync(name, cancellationToken: cancellationToken);
        return new LockedSession(handle);
    }

    public ValueTask DisposeAsync() => _handle.DisposeAsync();
}

public static class Program2
{
    public static async Task RunAsync(IDistributedLockProvider locks)
    {
        await using var session = await LockedSession.OpenAsync(locks, "session", default);
        Console.WriteLine(session.FencingToken);
    }
}
