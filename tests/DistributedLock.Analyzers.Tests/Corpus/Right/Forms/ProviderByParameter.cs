public static partial class Tools
{
    [DistributedLock("tool-{name}", Provider = nameof(provider))]
    public static partial Task RunAsync(string name, IDistributedLockProvider provider, CancellationToken cancellationToken = default);

    private static Task RunCoreAsync(string name, IDistributedLockProvider provider, CancellationToken cancellationToken) => Task.Delay(name.Length, cancellationToken);
}
