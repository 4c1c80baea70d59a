using System.Runtime.CompilerServices;

namespace DistributedLock.Acquisition;

/// <summary>
/// The one order in which several locks are taken, whoever takes them: by the provider's name, then by key, ordinally. Two callers that both follow it
/// cannot wait for each other in a circle (Havender, "Avoiding deadlock in multitasking systems", IBM Systems Journal, 1968).
/// </summary>
internal sealed class LockClaimOrder : IComparer<LockClaim>
{
    private static readonly ConditionalWeakTable<IDistributedLockProvider, StrongBox<long>> Ordinals = new();
    private static long _lastOrdinal;

    public static LockClaimOrder Instance { get; } = new();

    public int Compare(LockClaim x, LockClaim y)
    {
        if (!LockProviderIdentity.AreSame(x.Provider, y.Provider))
        {
            var byName = string.CompareOrdinal(LockProviderDefaults.NameOf(x.Provider), LockProviderDefaults.NameOf(y.Provider));

            // Two providers of one name: any order will do inside this process, as long as it is always the same.
            return byName != 0 ? byName : Ordinal(x.Provider).CompareTo(Ordinal(y.Provider));
        }

        var byKey = string.CompareOrdinal(x.Request.Key.Value, y.Request.Key.Value);
        return byKey != 0 ? byKey : x.Request.IsSemaphore.CompareTo(y.Request.IsSemaphore);
    }

    /// <summary>Sorts the claims and keeps each lock once, in its strongest mode and with its longest wait.</summary>
    public static List<LockClaim> Canonical(List<LockClaim> claims)
    {
        var sorted = claims.ToArray();
        Array.Sort(sorted, Instance);
        var distinct = new List<LockClaim>(sorted.Length);
        foreach (var claim in sorted)
        {
            var last = distinct.Count - 1;
            if (last >= 0 && distinct[last].IsSameLock(claim))
            {
                distinct[last] = Stronger(distinct[last], claim);
            }
            else
            {
                distinct.Add(claim);
            }
        }

        return distinct;
    }

    private static LockClaim Stronger(LockClaim left, LockClaim right)
    {
        var stronger = left.Request.Mode == LockMode.Shared && right.Request.Mode == LockMode.Exclusive ? right : left;
        return new LockClaim(stronger.Provider, stronger.Request with { Timeout = Longer(left.Request.Timeout, right.Request.Timeout) });
    }

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) =>
        left == Timeout.InfiniteTimeSpan || (right != Timeout.InfiniteTimeSpan && left > right) ? left : right;

    private static long Ordinal(IDistributedLockProvider provider) =>
        Ordinals.GetValue(LockProviderIdentity.Of(provider), static _ => new StrongBox<long>(Interlocked.Increment(ref _lastOrdinal))).Value;
}
