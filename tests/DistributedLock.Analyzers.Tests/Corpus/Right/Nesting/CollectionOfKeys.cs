public partial class Carts(IDistributedLockProvider locks)
{
    [DistributedLock("article-{articles*}")]
    public partial Task<bool> ReserveAsync(IReadOnlyCollection<int> articles, CancellationToken cancellationToken = default);

    private Task<bool> ReserveCoreAsync(IReadOnlyCollection<int> articles, IReadOnlyList<IDistributedLockHandle> held, CancellationToken cancellationToken) =>
        Task.FromResult(held.Count == articles.Distinct().Count());
}
