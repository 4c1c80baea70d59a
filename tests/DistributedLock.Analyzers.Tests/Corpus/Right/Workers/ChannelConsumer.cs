public sealed record Job(int Customer, string Payload);

public sealed partial class Consumer(IDistributedLockProvider locks, System.Threading.Channels.ChannelReader<Job> jobs)
{
    public async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        await foreach (var job in jobs.ReadAllAsync(cancellationToken))
        {
            await HandleAsync(job, cancellationToken);
        }
    }

    [DistributedLock("customer-{job.Customer}")]
    private partial Task HandleAsync(Job job, CancellationToken cancellationToken);

    private async Task HandleCoreAsync(Job job, CancellationToken cancellationToken)
    {
        await Task.Delay(job.Payload.Length, cancellationToken);
    }
}
