public class Doors(IDistributedLockProvider locks)
{
    public ValueTask<IDistributedLockHandle> OpenAsync(string name) => locks.AcquireAsync($"door-{name}");

    public async Task<IAsyncDisposable?> TryOpenAsync(string name, CancellationToken cancellationToken)
    {
        var handle = await locks.TryAcquireAsync($"door-{name}", cancellationToken: cancellationToken);
        return handle;
    }

    public async Task<IDistributedLockHandle> OpenOneOfAsync(bool isFront) =>
        isFront ? await locks.AcquireAsync("front") : await locks.AcquireAsync("back");

    public async Task WalkAsync()
    {
        await using var front = await OpenAsync("front");
        await using var back = await TryOpenAsync("back", default);
        await Task.Delay(1, front.LostToken);
    }
}
