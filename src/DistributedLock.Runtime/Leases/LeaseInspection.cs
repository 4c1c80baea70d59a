using System.Runtime.CompilerServices;

namespace DistributedLock.Leases;

/// <summary>What a lease provider can tell about who holds what, in the words of its users: keys without the provider's prefix.</summary>
internal sealed class LeaseInspection(LeaseLockProvider provider, string providerPrefix)
{
    public async IAsyncEnumerable<LockInfo> ListAsync(string keyPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var records = provider.Store.ListAsync(providerPrefix + keyPrefix, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await TranslateAsync(records.MoveNextAsync(), cancellationToken).ConfigureAwait(false))
        {
            yield return InfoOf(records.Current);
        }
    }

    public async ValueTask<IReadOnlyList<LockInfo>> GetAsync(LockKey key, CancellationToken cancellationToken)
    {
        var infos = new List<LockInfo>();
        foreach (var isSemaphore in new[] { false, true })
        {
            var answer = provider.Store.FindAsync(new LockResource(providerPrefix + key.Value, isSemaphore), cancellationToken);
            var records = await TranslateAsync(answer, cancellationToken).ConfigureAwait(false);
            infos.AddRange(records.Select(InfoOf));
        }

        return infos;
    }

    private async ValueTask<T> TranslateAsync<T>(ValueTask<T> answer, CancellationToken cancellationToken)
    {
        try
        {
            return await answer.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not LockBackendException &&
            !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new LockBackendException($"{provider.Name} could not tell who holds what: {exception.Message}", exception);
        }
    }

    private LockInfo InfoOf(LeaseRecord record)
    {
        var key = record.Resource.Key;
        return LockMetadata.Read(
            record.Metadata,
            new LockInfo(key.StartsWith(providerPrefix, StringComparison.Ordinal) ? key.Substring(providerPrefix.Length) : key)
            {
                Mode = record.Mode,
                IsSemaphore = record.Resource.IsSemaphore,
                AcquiredAt = record.AcquiredAt,
                Remaining = record.Remaining,
                FencingToken = record.FencingToken,
            });
    }
}
