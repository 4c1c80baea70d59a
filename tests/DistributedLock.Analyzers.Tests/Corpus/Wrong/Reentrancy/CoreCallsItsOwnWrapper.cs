public partial class Folders(IDistributedLockProvider locks)
{
    [DistributedLock("folder-{id}")]
    public partial Task DeleteAsync(int id, CancellationToken cancellationToken = default);

    private async Task DeleteCoreAsync(int id, CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        await {|DLK0201:DeleteAsync(id, cancellationToken)|};
    }
}
