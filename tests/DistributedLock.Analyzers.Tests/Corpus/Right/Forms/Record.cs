public partial record Basket(string Owner, IDistributedLockProvider Locks)
{
    [DistributedLock("basket-{this.Owner}")]
    public partial Task<int> CountAsync(CancellationToken cancellationToken = default);

    private Task<int> CountCoreAsync(CancellationToken cancellationToken) => Task.FromResult(Owner.Length);
}
