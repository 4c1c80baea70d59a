using System.Collections.Concurrent;
using DistributedLock.Leases;

namespace DistributedLock.Torture;

/// <summary>A store around a good one that makes one mistake.</summary>
internal sealed class BrokenLeaseStore(ILeaseStore inner, Breakage breakage) : LeaseStore, IReconnectingLeaseStore
{
    private readonly ConcurrentDictionary<string, long> _tokens = [];

    public event EventHandler? Reconnected
    {
        add
        {
            if (inner is IReconnectingLeaseStore reconnecting)
            {
                reconnecting.Reconnected += value;
            }
        }

        remove
        {
            if (inner is IReconnectingLeaseStore reconnecting)
            {
                reconnecting.Reconnected -= value;
            }
        }
    }

    public override string Name => $"{inner.Name} ({breakage})";

    public override TimeSpan OperationTimeout => inner.OperationTimeout;

    public override TimeSpan PollInterval => inner.PollInterval;

    public override async ValueTask<LeaseAnswer> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        var answer = await inner.TryAcquireAsync(
            breakage switch
            {
                Breakage.LateDeadline => Copy(claim, claim.Owner, claim.Lease / 2),
                Breakage.WriterAsReader => Copy(claim, claim.Owner, claim.Lease, LockMode.Shared),
                Breakage.PermitTooMany when claim.Resource.IsSemaphore => Copy(claim, claim.Owner, claim.Lease, permits: claim.MaxConcurrency + 1),
                _ => claim,
            },
            cancellationToken);
        return breakage == Breakage.RepeatedToken && answer.FencingToken is { } token ? LeaseAnswer.Acquired(Repeat(claim.Resource.Key, token)) : answer;
    }

    public override async ValueTask<IReadOnlyList<bool>> RenewAsync(IReadOnlyList<LeaseRenewal> renewals, CancellationToken cancellationToken)
    {
        IReadOnlyList<LeaseRenewal> asked =
            breakage == Breakage.LateDeadline ? [.. renewals.Select(static renewal => new LeaseRenewal(renewal.Claim, renewal.Lease / 2))] : renewals;
        var renewed = await inner.RenewAsync(asked, cancellationToken);
        if (breakage != Breakage.RecreatedLease)
        {
            return renewed;
        }

        var answers = renewed.ToArray();
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = answers[i] || (await inner.TryAcquireAsync(Copy(asked[i].Claim, asked[i].Claim.Owner, asked[i].Lease), cancellationToken)).IsAcquired;
        }

        return answers;
    }

    public override async ValueTask<bool> ReleaseAsync(LeaseClaim claim, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        if (breakage == Breakage.KeptLease)
        {
            _ = KeepAsync(claim);
            return true;
        }

        if (breakage != Breakage.ReleaseCheck)
        {
            return await inner.ReleaseAsync(claim, keepFor, cancellationToken);
        }

        var wasHeld = false;
        foreach (var lease in await inner.FindAsync(claim.Resource, cancellationToken))
        {
            wasHeld |= await inner.ReleaseAsync(Copy(claim, lease.Owner, claim.Lease, lease.Mode), keepFor, cancellationToken);
        }

        return wasHeld;
    }

    public override ValueTask WithdrawAsync(LeaseClaim claim, CancellationToken cancellationToken) => inner.WithdrawAsync(claim, cancellationToken);

    public override ValueTask<ILeaseSubscription?> SubscribeAsync(LockResource resource, Action onSignal, CancellationToken cancellationToken) =>
        inner.SubscribeAsync(resource, onSignal, cancellationToken);

    public override IAsyncEnumerable<LeaseRecord> ListAsync(string keyPrefix, CancellationToken cancellationToken) => inner.ListAsync(keyPrefix, cancellationToken);

    public override ValueTask<IReadOnlyList<LeaseRecord>> FindAsync(LockResource resource, CancellationToken cancellationToken) =>
        inner.FindAsync(resource, cancellationToken);

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    private long Repeat(string key, long token) => _tokens.TryRemove(key, out var before) ? before : _tokens.GetOrAdd(key, token);

    private async Task KeepAsync(LeaseClaim claim)
    {
        while (true)
        {
            await inner.RenewAsync([new LeaseRenewal(claim, claim.Lease * 100)], CancellationToken.None); // no pause of the process ends it
            await Task.Delay(claim.Lease);
        }
    }

    private static LeaseClaim Copy(LeaseClaim claim, string owner, TimeSpan lease, LockMode? mode = null, int? permits = null) => new(claim.Resource, owner, lease)
    {
        Mode = mode ?? claim.Mode,
        MaxConcurrency = permits ?? claim.MaxConcurrency,
        Metadata = claim.Metadata,
        WaiterId = claim.WaiterId,
    };
}
