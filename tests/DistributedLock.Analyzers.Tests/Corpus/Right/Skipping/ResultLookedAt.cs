public partial class Cleanup(IDistributedLockProvider locks)
{
    [DistributedLock("cleanup-{area}", OnContention = Contention.Skip, TimeoutSeconds = 0)]
    public partial Task<LockResult<int>> RunAsync(string area, CancellationToken cancellationToken = default);

    private async Task<int> RunCoreAsync(string area, CancellationToken cancellationToken)
    {
        await Task.Delay(area.Length, cancellationToken);
        return area.Length;
    }
}

public class Scheduler(Cleanup cleanup)
{
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        var result = await cleanup.RunAsync("temp", cancellationToken);
        if (!result.Ran)
        {
            Console.WriteLine("another host cleans up");
            return;
        }

        Console.WriteLine($"{result.Value} files");
    }

    public async Task<int> CountAsync() => (await cleanup.RunAsync("cache")).TryGetValue(out var files) ? files : 0;
}
