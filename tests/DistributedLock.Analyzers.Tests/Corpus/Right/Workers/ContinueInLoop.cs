public sealed class OutboxWorker(IDistributedLockProvider locks)
{
    public async Task RunAsync(IEnumerable<string> tenants, CancellationToken cancellationToken)
    {
        foreach (var tenant in tenants)
        {
            await using var handle = await locks.TryAcquireAsync($"outbox-{tenant}", cancellationToken: cancellationToken);
            if (handle is null)
            {
                continue;
            }

            await Task.Delay(tenant.Length, handle.LostToken);
        }
    }
}
