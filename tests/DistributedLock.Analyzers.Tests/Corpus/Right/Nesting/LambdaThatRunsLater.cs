public partial class Menu(IDistributedLockProvider locks)
{
    private readonly Dictionary<string, Func<Task>> _commands = new();

    [DistributedLock("menu")]
    public partial Task BuildAsync(CancellationToken cancellationToken = default);

    private async Task BuildCoreAsync(CancellationToken cancellationToken)
    {
        _commands["rebuild"] = () => BuildAsync(CancellationToken.None);
        await Task.Delay(1, cancellationToken);
    }
}
