using System.Globalization;
using System.Runtime.CompilerServices;
using DistributedLock.LocalQueues;

namespace DistributedLock.InMemory;

/// <summary>What the in-memory provider tells about who holds what, which is always this process. A hold is known by its fencing token.</summary>
internal sealed class InMemoryInspection(
    LocalLockTable<InMemoryLock> locks, LocalLockTable<InMemoryLock> semaphores, string storePrefix, LockMetadata metadata, ForceRelease force)
{
    public async IAsyncEnumerable<LockInfo> ListAsync(string keyPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var owner in locks.Locks.Concat(semaphores.Locks))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var held in owner.Held())
            {
                if (held.Request.Key.Value.StartsWith(keyPrefix, StringComparison.Ordinal))
                {
                    yield return InfoOf(held);
                }
            }
        }
    }

    public IReadOnlyList<LockInfo> Get(LockKey key) =>
        [.. new[] { locks, semaphores }.SelectMany(table => table.Find(storePrefix + key.Value)?.Held() ?? []).Select(InfoOf)];

    public bool TryEnd(LockInfo held)
    {
        var id = force.Check(held);
        var table = held.IsSemaphore ? semaphores : locks;
        var wasHeld = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var token)
            && table.Find(storePrefix + held.Key) is { } owner
            && owner.TryForceEnd(token);
        if (wasHeld)
        {
            force.Tell(held);
        }

        return wasHeld;
    }

    private LockInfo InfoOf(InMemoryHeld held)
    {
        var request = held.Request;
        var info = new LockInfo(request.Key.Value)
        {
            HoldId = held.FencingToken.ToString(CultureInfo.InvariantCulture),
            Mode = request.Mode,
            IsSemaphore = request.IsSemaphore,
            AcquiredAt = held.AcquiredAt,
            FencingToken = held.FencingToken,
        };
        return metadata.Describe(info, request);
    }
}
