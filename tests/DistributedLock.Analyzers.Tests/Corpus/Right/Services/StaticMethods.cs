public static partial class Migrations
{
    [DistributedLock("migrate-{database}", TimeoutMinutes = 5)]
    public static partial Task RunAsync(string database, IDistributedLockProvider locks, CancellationToken cancellationToken = default);

    private static async Task RunCoreAsync(string database, IDistributedLockProvider locks, CancellationToken cancellationToken)
    {
        foreach (var step in new[] { "create", "fill" })
        {
            await Task.Delay(step.Length + database.Length, cancellationToken);
        }
    }
}

public static class Startup
{
    public static async Task<int> Main2(string[] arguments)
    {
        await using var locks = new InMemoryLockProvider();
        await Migrations.RunAsync(arguments[0], locks);
        return 0;
    }
}
