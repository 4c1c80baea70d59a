public class Batch(IDistributedLockProvider locks)
{
    public async Task RunAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var handles = new List<IDistributedLockHandle>();
        try
        {
            foreach (var name in names.Order(StringComparer.Ordinal))
            {
                handles.Add(await locks.AcquireAsync(name, cancellationToken: cancellationToken));
            }

            await Task.Delay(1, cancellationToken);
        }
        finally
        {
            foreach (var handle in handles)
            {
                await handle.DisposeAsync();
            }
        }
    }
}
