public partial class Rooms(IDistributedLockProvider locks)
{
    [DistributedLock("room-{number}")]
    public partial Task CleanAsync(int number, CancellationToken cancellationToken = default);

    private async Task CleanCoreAsync(int number, CancellationToken cancellationToken)
    {
        await VisitAsync(number + 1);

        async Task VisitAsync(int next)
        {
            await using var handle = await locks.AcquireAsync($"corridor-{next}", cancellationToken: cancellationToken);
            await Task.Delay(next, cancellationToken);
        }
    }
}
