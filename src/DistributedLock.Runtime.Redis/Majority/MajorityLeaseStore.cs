using System.Runtime.CompilerServices;
using DistributedLock.Leases;

namespace DistributedLock.Redis;

/// <summary>
/// Leases on several independent servers: held by whoever has most of them (the Redlock algorithm, https://redis.io/docs/latest/develop/use/patterns/distributed-locks/).
/// All servers are asked at once. What was taken without a majority is released on all of them.
/// </summary>
/// <remarks>
/// The servers' clocks may run apart while a lease lasts; one percent and two milliseconds of the lease are not counted on. There is no fencing token: no counter
/// is common to the servers. A permit would need that most servers know the same holders, which they do not: semaphores are refused.
/// </remarks>
internal sealed class MajorityLeaseStore : LeaseStore, IReconnectingLeaseStore
{
    private const double ClockDrift = 0.01;

    private static readonly TimeSpan SmallestDrift = TimeSpan.FromMilliseconds(2);

    private readonly IReadOnlyList<ILeaseStore> _servers;
    private readonly RedisLockOptions _options;
    private readonly Random _random = new();
    private readonly TimeSpan _patience;
    private volatile bool _isDisposed;

    public MajorityLeaseStore(IReadOnlyList<ILeaseStore> servers, RedisLockOptions options)
    {
        _servers = servers;
        _options = options;
        // A try without a majority is two polls, and both have to fit into the time of one operation.
        var third = TimeSpan.FromTicks(options.OperationTimeout.Ticks / 3);
        _patience = options.ServerTimeout < third ? options.ServerTimeout : third;
        Name = string.Join("+", servers.Select(server => server.Name).OrderBy(name => name, StringComparer.Ordinal));
        Quorum = (servers.Count / 2) + 1;
    }

    // Of each of them: the second one of three that forgets is the one that costs the lock.
    public event EventHandler? Reconnected
    {
        add => EachReconnecting(server => server.Reconnected += value);
        remove => EachReconnecting(server => server.Reconnected -= value);
    }

    public override string Name { get; }

    public override TimeSpan OperationTimeout => _options.OperationTimeout;

    public override TimeSpan PollInterval => _options.PollInterval;

    private int Quorum { get; }

    /// <summary>So many votes against make a majority impossible.</summary>
    private int BlockingMinority => _servers.Count - Quorum + 1;

    public override async ValueTask<LeaseAnswer> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        if (claim.Resource.IsSemaphore)
        {
            throw new NotSupportedException(
                $"{Name}: a semaphore cannot be held by a majority of servers: expected MaxConcurrency 1, or a provider with one server (Configuration).");
        }

        var poll = await PollAsync(
            server => server.TryAcquireAsync(claim, cancellationToken),
            poll => poll.Count(IsTaken) >= Quorum || IsHopeless(poll)).ConfigureAwait(false);
        if (poll.Count(IsTaken) >= Quorum)
        {
            return LeaseAnswer.Acquired(null, Validity(claim.Lease));
        }

        // Also on those that failed or did not answer yet: they may have taken it, and handle the release after it.
        var taken = poll.Count(IsTaken);
        var release = PollAsync(server => server.ReleaseAsync(claim, TimeSpan.Zero, CancellationToken.None), poll => poll.Count(static held => held) >= taken);
        await release.ConfigureAwait(false);
        if (poll.Answers < Quorum)
        {
            throw TooFew(poll.FirstError);
        }

        if (taken > 0)
        {
            await SpreadOutAsync().ConfigureAwait(false);
        }

        return LeaseAnswer.Contended(RetryAfter(poll.Given()));
    }

    public override async ValueTask<bool> ReleaseAsync(LeaseClaim claim, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        if (claim.Resource.IsSemaphore)
        {
            return false; // was never acquired
        }

        return await EndOnMostAsync(server => server.ReleaseAsync(claim, keepFor, cancellationToken)).ConfigureAwait(false);
    }

    public override async ValueTask<bool> EndAsync(LeaseRecord held, CancellationToken cancellationToken) =>
        await EndOnMostAsync(server => server.EndAsync(held, cancellationToken)).ConfigureAwait(false);

    public override async ValueTask<IReadOnlyList<bool>> RenewAsync(IReadOnlyList<LeaseRenewal> renewals, CancellationToken cancellationToken)
    {
        var poll = await PollAsync(
            server => server.RenewAsync(renewals, cancellationToken),
            poll => Enumerable.Range(0, renewals.Count).All(i => poll.Count(answer => answer[i]) >= Quorum)).ConfigureAwait(false);
        if (poll.Answers < Quorum)
        {
            throw TooFew(poll.FirstError);
        }

        // Where most servers answered but too few still had it, it is lost: the ones that did not answer cannot be counted on.
        return [.. Enumerable.Range(0, renewals.Count).Select(i => poll.Count(answer => answer[i]) >= Quorum)];
    }

    public override async ValueTask WithdrawAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        var poll = await PollAsync(
            async server =>
            {
                await server.WithdrawAsync(claim, cancellationToken).ConfigureAwait(false);
                return true;
            },
            static _ => false).ConfigureAwait(false);
        if (poll.Answers == 0)
        {
            throw TooFew(poll.FirstError);
        }
    }

    public override async ValueTask<ILeaseSubscription?> SubscribeAsync(LockResource resource, Action onSignal, CancellationToken cancellationToken)
    {
        var made = new MajoritySubscription();
        var poll = await PollAsync(
            async server => made.Add(await server.SubscribeAsync(resource, onSignal, cancellationToken).ConfigureAwait(false)),
            static _ => false).ConfigureAwait(false);
        if (poll.Answers > 0)
        {
            return made;
        }

        made.Dispose();
        throw TooFew(poll.FirstError);
    }

    public override async IAsyncEnumerable<LeaseRecord> ListAsync(string keyPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var poll = await PollAsync(
            async server =>
            {
                var records = new List<LeaseRecord>();
                await foreach (var record in server.ListAsync(keyPrefix, cancellationToken).ConfigureAwait(false))
                {
                    records.Add(record);
                }

                return (IReadOnlyList<LeaseRecord>)records;
            },
            static _ => false,
            OperationTimeout).ConfigureAwait(false);
        foreach (var record in HeldByMost(poll))
        {
            yield return record;
        }
    }

    public override async ValueTask<IReadOnlyList<LeaseRecord>> FindAsync(LockResource resource, CancellationToken cancellationToken) =>
        [.. HeldByMost(await PollAsync(server => server.FindAsync(resource, cancellationToken), static _ => false).ConfigureAwait(false))];

    public override ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return new ValueTask(Task.WhenAll(_servers.Select(server => server.DisposeAsync().AsTask())));
    }

    private static bool IsTaken(LeaseAnswer answer) => answer.IsAcquired;

    private static bool IsContended(LeaseAnswer answer) => !answer.IsAcquired;

    private static TimeSpan Validity(TimeSpan lease) => lease - TimeSpan.FromTicks((long)(lease.Ticks * ClockDrift)) - SmallestDrift;

    private void EachReconnecting(Action<IReconnectingLeaseStore> change)
    {
        foreach (var server in _servers.OfType<IReconnectingLeaseStore>())
        {
            change(server);
        }
    }

    private Task<MajorityPoll<T>> PollAsync<T>(Func<ILeaseStore, ValueTask<T>> ask, Func<MajorityPoll<T>, bool> isDecided, TimeSpan? patience = null) =>
        MajorityPoll<T>.RunAsync(_servers.Count, i => ask(_servers[i]), isDecided, patience ?? _patience, _options.TimeProvider);

    /// <summary>Whether no majority can come any more, and it is known why: somebody is in the way, or too many servers are down.</summary>
    private bool IsHopeless(MajorityPoll<LeaseAnswer> poll) =>
        poll.Failures >= BlockingMinority || (poll.Answers >= Quorum && poll.Failures + poll.Count(IsContended) >= BlockingMinority);

    /// <summary>On all, but who has answered for most of them is waited for only.</summary>
    private async Task<bool> EndOnMostAsync(Func<ILeaseStore, ValueTask<bool>> end)
    {
        var poll = await PollAsync(
            end, poll => poll.Count(static held => held) >= Quorum || poll.Count(static held => !held) >= BlockingMinority).ConfigureAwait(false);
        if (poll.Count(static held => held) >= Quorum)
        {
            return true;
        }

        return poll.Count(static held => !held) >= BlockingMinority ? false : throw TooFew(poll.FirstError);
    }

    /// <summary>When so many of the leases in the way have ended that the others could make a majority.</summary>
    private TimeSpan? RetryAfter(IReadOnlyList<LeaseAnswer> answers)
    {
        var free = answers.Count(IsTaken);
        var rests = answers.Where(IsContended).Select(answer => answer.RetryAfter ?? TimeSpan.MaxValue).OrderBy(rest => rest).ToList();
        var needed = Quorum - free;
        return needed <= rests.Count && needed > 0 && rests[needed - 1] != TimeSpan.MaxValue ? rests[needed - 1] : null;
    }

    /// <summary>Several that tried at once and got a part each would do so again: they wait for different times.</summary>
    private Task SpreadOutAsync()
    {
        TimeSpan delay;
        lock (_random)
        {
            delay = TimeSpan.FromMilliseconds(1 + (_random.NextDouble() * 20));
        }

#if NET
        return Task.Delay(delay, _options.TimeProvider);
#else
        return _options.TimeProvider.Delay(delay);
#endif
    }

    private IEnumerable<LeaseRecord> HeldByMost(MajorityPoll<IReadOnlyList<LeaseRecord>> poll)
    {
        if (poll.Answers < Quorum)
        {
            throw TooFew(poll.FirstError);
        }

        return poll.Given().SelectMany(static records => records).GroupBy(static record => (record.Resource, record.Owner))
            .Where(group => group.Count() >= Quorum)
            .Select(group => group.OrderBy(static record => record.Remaining).First() with { FencingToken = null });
    }

    private Exception TooFew(Exception? error) => _isDisposed
        ? new ObjectDisposedException(nameof(RedisLockProvider))
        : new LockBackendException($"{Name}: too few of the {_servers.Count} servers answered in time: expected {Quorum} or more.", error);
}
