public partial class Folders(IDistributedLockProvider locks)
{
    [DistributedLock("folder-{id}")]
    public partial Task DeleteAsync(int id, CancellationToken cancellationToken = default);

    private async Task DeleteCoreAsync(int id, CancellationToken cancellationToken)
    {
        var count = await {|DLK0201:CountAsync(id, cancellationToken)|};
        Console.WriteLine(count);
    }

    [DistributedLock("folder-{id}", Mode = LockMode.Shared)]
    public partial Task<int> CountAsync(int id, CancellationToken cancellationToken = default);

    private Task<int> CountCoreAsync(int id, CancellationToken cancellationToken) => Task.FromResult(id);
}
