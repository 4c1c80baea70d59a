public partial class Folders(IDistributedLockProvider locks)
{
    [DistributedLock("folder-{id}")]
    public partial Task MoveAsync(int id, string target, CancellationToken cancellationToken = default);

    private async Task MoveCoreAsync(int id, string target, CancellationToken cancellationToken)
    {
        await Task.Delay(target.Length, cancellationToken);
        await {|DLK0201:DeleteAsync(id, cancellationToken)|};
    }

    [DistributedLock("folder-{folder}")]
    public partial Task DeleteAsync(int folder, CancellationToken cancellationToken = default);

    private Task DeleteCoreAsync(int folder, CancellationToken cancellationToken) => Task.Delay(folder, cancellationToken);
}
