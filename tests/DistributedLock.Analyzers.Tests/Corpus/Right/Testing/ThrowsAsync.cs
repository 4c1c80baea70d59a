public partial class Service(IDistributedLockProvider locks)
{
    [DistributedLock("service-{id}", TimeoutSeconds = 0)]
    public partial Task RunAsync(int id, CancellationToken cancellationToken = default);

    private Task RunCoreAsync(int id, CancellationToken cancellationToken) => Task.Delay(id, cancellationToken);
}

public class ServiceTests
{
    public async Task Contended_call_throws()
    {
        using var locks = new InMemoryLockProvider();
        await using var held = await locks.AcquireAsync(new LockRequest("service-1") { TrackFlow = false });
        await ThrowsAsync<LockNotAcquiredException>(() => new Service(locks).RunAsync(1));
    }

    private static async Task ThrowsAsync<TException>(Func<Task> action)
        where TException : Exception
    {
        try
        {
            await action();
        }
        catch (TException)
        {
            return;
        }

        throw new InvalidOperationException("nothing was thrown");
    }
}
