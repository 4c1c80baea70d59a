public sealed record Node(int Id, Node? Parent);

public partial class Tree(IDistributedLockProvider locks)
{
    [DistributedLock("node-{node.Id}")]
    public partial Task UpdateAsync(Node node, CancellationToken cancellationToken = default);

    private async Task UpdateCoreAsync(Node node, CancellationToken cancellationToken)
    {
        if (node.Parent is { } parent)
        {
            await UpdateAsync(parent, cancellationToken);
        }
    }
}
