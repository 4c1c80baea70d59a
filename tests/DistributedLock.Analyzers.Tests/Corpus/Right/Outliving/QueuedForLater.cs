public class Orders(IDistributedLockProvider locks, System.Threading.Channels.ChannelWriter<int> labels)
{
    public async Task ShipAsync(int id, CancellationToken cancellationToken)
    {
        await using var handle = await locks.AcquireAsync($"order-{id}", cancellationToken: cancellationToken);
        await labels.WriteAsync(id, cancellationToken);
        labels.TryWrite(id + 1);
    }
}
