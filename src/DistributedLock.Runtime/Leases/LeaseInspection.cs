using System.Runtime.CompilerServices;

namespace DistributedLock.Leases;

/// <summary>What a lease provider can tell about who holds what, in the words of its users: keys without the provider's prefix. It also ends what it has told.</summary>
internal sealed class LeaseInspection(LeaseLockProvider provider, DistributedLockOptions options)
{
    private readonly ForceRelease _force = new(provider, options, provider.Metadata);
    private readonly string _keyPrefix = options.KeyPrefix;

    public async IAsyncEnumerable<LockInfo> ListAsync(string keyPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var records = provider.Store.ListAsync(_keyPrefix + keyPrefix, cancellationToken).GetAsyncEnumerator(cancellationToken);
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
            var answer = provider.Store.FindAsync(new LockResource(_keyPrefix + key.Value, isSemaphore), cancellationToken);
            var records = await TranslateAsync(answer, cancellationToken).ConfigureAwait(false);
            infos.AddRange(records.Select(InfoOf));
        }

        return infos;
    }

    public async ValueTask<bool> ForceReleaseAsync(LockInfo held, CancellationToken cancellationToken)
    {
        var owner = _force.Check(held);
        cancellationToken.ThrowIfCancellationRequested();

        // What was told begins with the prefix, so this is the resource again, or the name that stands for it. Which one does not matter for safety: the owner decides.
        var record = new LeaseRecord(new LockResource(_keyPrefix + held.Key, held.IsSemaphore), held.Mode, owner, held.Remaining ?? TimeSpan.Zero);
        bool wasHeld;
        try
        {
            var answer = provider.Store.EndAsync(record, CancellationToken.None).AsTask();
            wasHeld = await TranslateAsync(new ValueTask<bool>(provider.Calls(isAsync: true).Bounded(answer, cancellationToken)), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not ObjectDisposedException)
        {
            _force.TellUnknown(held, exception);
            throw;
        }

        if (wasHeld)
        {
            _force.Tell(held);
            provider.Scheduler.RenewAllSoon(); // where the holder is in this process, it need not wait for its third of the lease
        }

        return wasHeld;
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
            throw new LockBackendException($"{provider.Name} could not be asked who holds what: {exception.Message}", exception);
        }
    }

    private LockInfo InfoOf(LeaseRecord record)
    {
        var key = record.Resource.Key;
        return LockMetadata.Read(
            record.Metadata,
            new LockInfo(key.StartsWith(_keyPrefix, StringComparison.Ordinal) ? key.Substring(_keyPrefix.Length) : key)
            {
                HoldId = record.Owner,
                Mode = record.Mode,
                IsSemaphore = record.Resource.IsSemaphore,
                AcquiredAt = record.AcquiredAt,
                Remaining = record.Remaining,
                FencingToken = record.FencingToken,
            });
    }
}
