public partial class Documents(IDistributedLockProvider locks)
{
    [DistributedLock("document-{id}", Mode = LockMode.Shared)]
    public partial Task<string> ReadAsync(int id, CancellationToken cancellationToken = default);

    private async Task<string> ReadCoreAsync(int id, CancellationToken cancellationToken)
    {
        if (id == 0)
        {
            await {|DLK0204:CreateAsync(id, cancellationToken)|};
        }

        return "text";
    }

    [DistributedLock("document-{id}")]
    public partial Task CreateAsync(int id, CancellationToken cancellationToken = default);

    private Task CreateCoreAsync(int id, CancellationToken cancellationToken) => Task.Delay(id, cancellationToken);
}
