public static partial class Area<TKey>
    where TKey : notnull
{
    public partial class Service(IDistributedLockProvider locks)
    {
        [DistributedLock("area-{id}")]
        public partial Task<TValue?> GetAsync<TValue>(int id, TKey key, CancellationToken cancellationToken = default);

        private Task<TValue?> GetCoreAsync<TValue>(int id, TKey key, CancellationToken cancellationToken) => Task.FromResult<TValue?>(default);
    }
}
