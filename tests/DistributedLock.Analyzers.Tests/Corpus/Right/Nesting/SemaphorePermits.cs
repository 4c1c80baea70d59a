public class Downloads(IDistributedLockProvider locks)
{
    public async Task RunTwoAsync(CancellationToken cancellationToken)
    {
        var request = new LockRequest("downloads") { MaxConcurrency = 8 };
        await using var first = await locks.AcquireAsync(request, cancellationToken);
        await using var second = await locks.AcquireAsync(request, cancellationToken);
        await Task.Delay(1, cancellationToken);
    }
}
