public partial class Folders(IDistributedLockProvider locks)
{
    private readonly Dictionary<int, List<int>> _children = new();

    [DistributedLock("folder-{id}")]
    public partial Task DeleteAsync(int id, CancellationToken cancellationToken = default);

    private async Task DeleteCoreAsync(int id, CancellationToken cancellationToken)
    {
        foreach (var child in _children[id])
        {
            await DeleteAsync(child, cancellationToken);
        }

        _children.Remove(id);
    }
}
