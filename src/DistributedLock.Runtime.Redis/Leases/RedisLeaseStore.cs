using DistributedLock.Leases;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace DistributedLock.Redis;

/// <summary>Leases on one Redis server, or on one group of servers with one master: one script call for each step.</summary>
/// <remarks>
/// There are no time-outs here: the engine waits no longer than <see cref="OperationTimeout"/>. On one connection a release is handled after the acquisition
/// that was sent before it, also when that one's answer never came.
/// </remarks>
internal sealed class RedisLeaseStore : IReconnectingLeaseStore
{
    private static readonly RedisValue Nothing = "";
    private static readonly RedisValue Zero = "0";
    private static readonly RedisValue PermitFlag = "1";
    private static readonly RedisValue HolderFlag = "0";

    private readonly RedisConnection _connection;
    private readonly RedisValue _waiterLife;
    private readonly RedisSignals _signals;
    private readonly Func<Exception, Exception?> _translate;
    private volatile bool _isDisposed;

    public RedisLeaseStore(RedisConnection connection, RedisLockOptions options, ILogger logger)
    {
        _connection = connection;
        OperationTimeout = options.OperationTimeout;
        PollInterval = options.PollInterval;
        // The trace outlives the sleep by the time that the next try may be on its way.
        _waiterLife = (long)(PollInterval + TimeSpan.FromSeconds(2)).TotalMilliseconds;
        _signals = new RedisSignals(connection, logger);
        _translate = exception => IsFailure(exception) ? Failure(exception) : null;
    }

    public event EventHandler? Reconnected
    {
        add => _signals.Reconnected += value;
        remove => _signals.Reconnected -= value;
    }

    public string Name => _connection.Name;

    public TimeSpan OperationTimeout { get; }

    public TimeSpan PollInterval { get; }

    private IDatabase Database => _connection.Database;

    public ValueTask<LeaseAnswer> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        var script = Acquisition(claim, out var keys, out var arguments);
        return new(script.RunAsync(Database, keys, arguments, static result => Answer((long)result), _translate));
    }

    public LeaseAnswer TryAcquire(LeaseClaim claim, CancellationToken cancellationToken)
    {
        var script = Acquisition(claim, out var keys, out var arguments);
        try
        {
            return Answer((long)script.Run(Database, keys, arguments));
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            throw Failure(exception);
        }
    }

    public ValueTask<bool> ReleaseAsync(LeaseClaim claim, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        var script = ReleaseOf(claim, keepFor, out var keys, out var arguments);
        return new(script.RunAsync(Database, keys, arguments, static result => (long)result == 1, _translate));
    }

    public bool Release(LeaseClaim claim, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        var script = ReleaseOf(claim, keepFor, out var keys, out var arguments);
        try
        {
            return (long)script.Run(Database, keys, arguments) == 1;
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            throw Failure(exception);
        }
    }

    // A key with a '~' is one that was asked for, and is stored by another name, or it is such a name, from a listing.
    public async ValueTask<bool> EndAsync(LeaseRecord held, CancellationToken cancellationToken) =>
        await EndAsync(held, RedisLeaseNames.Of(held.Resource)).ConfigureAwait(false)
        || (held.Resource.Key.IndexOf('~') >= 0 && await EndAsync(held, RedisLeaseNames.OfParsed(held.Resource)).ConfigureAwait(false));

    public async ValueTask WithdrawAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        if (claim.WaiterId is null)
        {
            return;
        }

        var names = RedisLeaseNames.Of(claim.Resource);
        try
        {
            await LeaseScripts.Withdraw.RunAsync(Database, [names.Waiters], [Waiter(claim), ChannelOf(names)]).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            throw Failure(exception);
        }
    }

    public void Withdraw(LeaseClaim claim, CancellationToken cancellationToken)
    {
        if (claim.WaiterId is null)
        {
            return;
        }

        var names = RedisLeaseNames.Of(claim.Resource);
        try
        {
            LeaseScripts.Withdraw.Run(Database, [names.Waiters], [Waiter(claim), ChannelOf(names)]);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            throw Failure(exception);
        }
    }

    public async ValueTask<IReadOnlyList<bool>> RenewAsync(IReadOnlyList<LeaseRenewal> renewals, CancellationToken cancellationToken)
    {
        try
        {
            return await new RedisRenewals(_connection, renewals).RunAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            throw Failure(exception);
        }
    }

    public ValueTask<ILeaseSubscription?> SubscribeAsync(LockResource resource, Action onSignal, CancellationToken cancellationToken) =>
        _signals.SubscribeAsync(RedisLeaseNames.Of(resource).Channel, onSignal);

    public ILeaseSubscription? Subscribe(LockResource resource, Action onSignal, CancellationToken cancellationToken) =>
        _signals.Subscribe(RedisLeaseNames.Of(resource).Channel, onSignal);

    public IAsyncEnumerable<LeaseRecord> ListAsync(string keyPrefix, CancellationToken cancellationToken) =>
        new RedisInspection(_connection).ListAsync(keyPrefix, cancellationToken);

    public async ValueTask<IReadOnlyList<LeaseRecord>> FindAsync(LockResource resource, CancellationToken cancellationToken)
    {
        try
        {
            return await new RedisInspection(_connection).FindAsync(resource, RedisLeaseNames.Of(resource)).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            throw Failure(exception);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _signals.Dispose();
        _connection.Dispose();
    }

    public ValueTask DisposeAsync() => new(Task.Run(Dispose)); // it waits for the server, and the driver's own asynchronous one is newer than the oldest driver

    private static LeaseAnswer Answer(long answer) => answer switch
    {
        > 0 => LeaseAnswer.Acquired(answer),
        0 => LeaseAnswer.Contended(null),
        _ => LeaseAnswer.Contended(TimeSpan.FromMilliseconds(-answer)),
    };

    private static RedisValue Waiter(LeaseClaim claim) => claim.WaiterId is null
        ? Nothing
        : (claim.Mode == LockMode.Exclusive && !claim.Resource.IsSemaphore ? "w" : "r") + claim.WaiterId;

    private static RedisValue Milliseconds(TimeSpan span) => (long)Math.Ceiling(span.TotalMilliseconds);

    // A driver that is closed in the middle of a call ends it with anything.
    private bool IsFailure(Exception exception) => _isDisposed || RedisErrors.IsOfDriver(exception);

    private Exception Failure(Exception exception) =>
        _isDisposed ? new ObjectDisposedException(nameof(RedisLockProvider)) : RedisErrors.Translate(Name, exception);

    private RedisValue ChannelOf(RedisLeaseNames names) =>
        _connection.ChannelPrefix.Length == 0 ? names.Channel : _connection.ChannelPrefix + names.Channel;

    private RedisScript Acquisition(LeaseClaim claim, out RedisKey[] keys, out RedisValue[] arguments)
    {
        var names = RedisLeaseNames.Of(claim.Resource);
        var lease = Milliseconds(claim.Lease);
        if (claim.Resource.IsSemaphore)
        {
            keys = [names.Holders, names.Details, names.Fence, names.Waiters];
            arguments = [claim.Owner, lease, claim.Metadata, Waiter(claim), _waiterLife, claim.MaxConcurrency];
            return LeaseScripts.AcquirePermit;
        }

        arguments = [claim.Owner, lease, claim.Metadata, Waiter(claim), _waiterLife];
        if (claim.Mode == LockMode.Shared)
        {
            keys = [names.Holders, names.Details, names.Fence, names.Waiters, names.Lock];
            return LeaseScripts.AcquireShared;
        }

        keys = names.ForExclusive;
        return LeaseScripts.AcquireExclusive;
    }

    private RedisScript ReleaseOf(LeaseClaim claim, TimeSpan keepFor, out RedisKey[] keys, out RedisValue[] arguments) =>
        ReleaseOf(RedisLeaseNames.Of(claim.Resource), claim.Mode, claim.Resource.IsSemaphore, claim.Owner, keepFor, out keys, out arguments);

    private RedisScript ReleaseOf(
        RedisLeaseNames names, LockMode mode, bool isSemaphore, string owner, TimeSpan keepFor, out RedisKey[] keys, out RedisValue[] arguments)
    {
        var rest = keepFor > TimeSpan.Zero ? Milliseconds(keepFor) : Zero;
        if (mode == LockMode.Shared || isSemaphore)
        {
            keys = [names.Holders, names.Details, names.Waiters];
            arguments = [owner, rest, ChannelOf(names), isSemaphore ? PermitFlag : HolderFlag];
            return LeaseScripts.ReleaseHolder;
        }

        keys = names.ForRelease;
        arguments = [owner, rest, ChannelOf(names)];
        return LeaseScripts.ReleaseExclusive;
    }

    private Task<bool> EndAsync(LeaseRecord held, RedisLeaseNames names)
    {
        var script = ReleaseOf(names, held.Mode, held.Resource.IsSemaphore, held.Owner, TimeSpan.Zero, out var keys, out var arguments);
        return script.RunAsync(Database, keys, arguments, static result => (long)result == 1, _translate);
    }
}
