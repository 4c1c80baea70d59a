public class Reports(IDistributedLockProvider locks)
{
    public async Task WriteAsync(IAsyncEnumerable<string> pages, CancellationToken cancellationToken)
    {
        await using var handle = await locks.AcquireAsync(new LockRequest("report") { Lease = TimeSpan.FromMinutes(1) }, cancellationToken);
        await foreach (var page in pages.WithCancellation(handle.LostToken))
        {
            Console.WriteLine(page);
            if (!await handle.ExtendAsync(TimeSpan.FromMinutes(1), cancellationToken))
            {
                throw new InvalidOperationException("lost");
            }
        }
    }
}
