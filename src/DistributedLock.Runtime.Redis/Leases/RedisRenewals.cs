using DistributedLock.Leases;
using StackExchange.Redis;

namespace DistributedLock.Redis;

/// <summary>One batch of renewals: a few calls, all sent at once, each with as many leases as one slot and one call hold.</summary>
internal sealed class RedisRenewals(RedisConnection connection, IReadOnlyList<LeaseRenewal> renewals)
{
    private readonly List<(int[] Indexes, Task<RedisResult> Answer)> _calls = [];

    public async Task<IReadOnlyList<bool>> RunAsync()
    {
        var isCluster = connection.IsCluster;
        var exclusive = new List<(int Index, RedisLeaseNames Names)>();
        var holders = new List<(int Index, RedisLeaseNames Names)>();
        for (var i = 0; i < renewals.Count; i++)
        {
            var claim = renewals[i].Claim;
            var isHolder = claim.Mode == LockMode.Shared || claim.Resource.IsSemaphore;
            (isHolder ? holders : exclusive).Add((i, RedisLeaseNames.Of(claim.Resource)));
        }

        Send(exclusive, isCluster, LeaseScripts.RenewExclusive, static names => [names.Lock]);
        Send(holders, isCluster, LeaseScripts.RenewHolders, static names => [names.Holders, names.Details]);
        var all = Task.WhenAll(_calls.Select(call => call.Answer));
        try
        {
            await all.ConfigureAwait(false);
        }
        catch (Exception failure) when (_calls.Exists(static call => call.Answer.Status == TaskStatus.RanToCompletion))
        {
            // One shard is down, or has moved; the others have answered.
            var outcomes = Read();
            throw new LeaseRenewalException(
                $"{connection.Name} renewed only a part of {outcomes.Count} leases, and did not answer for {outcomes.Count(static outcome => outcome is null)}: {failure.Message}",
                outcomes,
                failure);
        }

        return [.. Read().Select(static outcome => outcome!.Value)];
    }

    private List<bool?> Read()
    {
        var outcomes = new bool?[renewals.Count];
        foreach (var (indexes, answer) in _calls.Where(static call => call.Answer.Status == TaskStatus.RanToCompletion))
        {
            var digits = (string?)answer.Result ?? "";
            for (var i = 0; i < indexes.Length; i++)
            {
                outcomes[indexes[i]] = digits[i] == '1';
            }
        }

        return [.. outcomes];
    }

    private void Send(List<(int Index, RedisLeaseNames Names)> leases, bool isCluster, RedisScript script, Func<RedisLeaseNames, RedisKey[]> keysOf)
    {
        if (isCluster)
        {
            foreach (var slot in leases.GroupBy(lease => connection.Multiplexer.HashSlot(lease.Names.Lock)))
            {
                SendInParts([.. slot], script, keysOf);
            }
        }
        else
        {
            SendInParts(leases, script, keysOf);
        }
    }

    private void SendInParts(List<(int Index, RedisLeaseNames Names)> leases, RedisScript script, Func<RedisLeaseNames, RedisKey[]> keysOf)
    {
        for (var start = 0; start < leases.Count; start += LeaseScripts.RenewalsPerCall)
        {
            var part = leases.GetRange(start, Math.Min(LeaseScripts.RenewalsPerCall, leases.Count - start));
            var arguments = new RedisValue[part.Count * 2];
            for (var i = 0; i < part.Count; i++)
            {
                var renewal = renewals[part[i].Index];
                arguments[2 * i] = renewal.Claim.Owner;
                arguments[(2 * i) + 1] = (long)Math.Ceiling(renewal.Lease.TotalMilliseconds);
            }

            var keys = part.SelectMany(lease => keysOf(lease.Names)).ToArray();
            _calls.Add((part.Select(lease => lease.Index).ToArray(), script.RunAsync(connection.Database, keys, arguments)));
        }
    }
}
