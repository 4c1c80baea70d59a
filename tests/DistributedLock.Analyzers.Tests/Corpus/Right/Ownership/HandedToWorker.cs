public class Handover(IDistributedLockProvider locks)
{
    public async Task StartAsync(System.Threading.Channels.ChannelWriter<IDistributedLockHandle> writer, CancellationToken cancellationToken)
    {
        var handle = await locks.AcquireAsync(new LockRequest("handover") { TrackFlow = false }, cancellationToken);
        try
        {
            await PassOnAsync(handle, writer, cancellationToken);
        }
        catch
        {
            await handle.DisposeAsync();
            throw;
        }
    }

    private static ValueTask PassOnAsync(
        [TakesLockOwnership] IDistributedLockHandle handle, System.Threading.Channels.ChannelWriter<IDistributedLockHandle> writer, CancellationToken cancellationToken) =>
        writer.WriteAsync(handle, cancellationToken);
}

public class Worker
{
    public async Task RunAsync(System.Threading.Channels.ChannelReader<IDistributedLockHandle> reader, CancellationToken cancellationToken)
    {
        await foreach (var handle in reader.ReadAllAsync(cancellationToken))
        {
            await using (handle)
            {
                await Task.Delay(1, handle.LostToken);
            }
        }
    }
}
