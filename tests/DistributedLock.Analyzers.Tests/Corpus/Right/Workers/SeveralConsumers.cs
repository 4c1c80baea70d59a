public sealed class Consumers(IDistributedLockProvider locks, System.Threading.Channels.Channel<string> channel)
{
    public Task RunAsync(int count, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(() => ConsumeAsync(cancellationToken), cancellationToken)));

    private async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        while (await channel.Reader.WaitToReadAsync(cancellationToken))
        {
            while (channel.Reader.TryRead(out var name))
            {
                await using var handle = await locks.AcquireAsync(name, cancellationToken: cancellationToken);
                await Task.Delay(1, cancellationToken);
            }
        }
    }
}
