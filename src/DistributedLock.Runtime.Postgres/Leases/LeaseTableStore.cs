using System.Diagnostics;
using System.Runtime.CompilerServices;
using DistributedLock.Leases;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>A table as a lease store.</summary>
internal sealed class LeaseTableStore : LeaseStore
{
    private const int Retries = 5;

    /// <summary>A waiter that is not heard of for this long is forgotten: more than a poll interval and a second.</summary>
    private static readonly TimeSpan Trace = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan CleanUpInterval = TimeSpan.FromMinutes(1);

    private readonly LeaseConnections _connections;
    private readonly WaiterChannel _channel;
    private readonly LeaseTable _table;
    private readonly FencingSequence _sequence;
    private readonly LeaseSql _sql;
    private readonly ILogger _logger;
    private bool _isPrepared;
    private long _cleanedAt = Stopwatch.GetTimestamp();
    private Task _cleanUp = Task.CompletedTask;

    public LeaseTableStore(PostgresLockOptions options, ILogger logger)
    {
        _logger = logger;
        _connections = new LeaseConnections(options);
        _table = new LeaseTable(options.Schema, options.CreateMissingObjects);
        _sequence = new FencingSequence(options.Schema, options.CreateMissingObjects);
        _sql = new LeaseSql(_table, _sequence);
        Name = new PostgresEndpoint(options.ConnectionString, options.DataSource).Name;

        // Without a connection string of its own: the server itself, if no pooler stands before it.
        var listening = options.ListenConnectionString is { } given
            ? new PostgresEndpoint(given, dataSource: null)
            : new PostgresEndpoint(options.ConnectionString, options.DataSource);
        _channel = new WaiterChannel(new SessionOpening(listening, _sequence), TimeSpan.FromSeconds(30), holdsIntents: false, Name, logger);
    }

    public override string Name { get; }

    public override TimeSpan OperationTimeout => TimeSpan.FromSeconds(5);

    public override TimeSpan PollInterval => TimeSpan.FromSeconds(1);

    public override async ValueTask<LeaseAnswer> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        var keys = new LeaseKeys(claim.Resource);
        return await RunAsync(
            _sql.TryAcquire,
            [
                Of(keys.Id), Of(keys.Name), Of(claim.Resource.IsSemaphore), Of(claim.Owner), Of(Microseconds(claim.Lease)), Of(claim.Mode == LockMode.Shared),
                Of(claim.MaxConcurrency), Of(claim.Metadata), new NpgsqlParameter { Value = (object?)claim.WaiterId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
                Of(Microseconds(Trace)),
            ],
            static async (reader, stop) =>
            {
                await reader.ReadAsync(stop).ConfigureAwait(false);
                return reader.IsDBNull(0)
                    ? LeaseAnswer.Contended(reader.IsDBNull(1) ? null : Span(reader.GetInt64(1)))
                    : LeaseAnswer.Acquired(reader.GetInt64(0));
            },
            "acquire").ConfigureAwait(false);
    }

    public override async ValueTask<IReadOnlyList<bool>> RenewAsync(IReadOnlyList<LeaseRenewal> renewals, CancellationToken cancellationToken)
    {
        var renewed = await RunAsync(
            _sql.Renew,
            [
                Of(renewals.Select(renewal => new LeaseKeys(renewal.Claim.Resource).Id).ToArray()),
                Of(renewals.Select(renewal => renewal.Claim.Owner).ToArray()),
                Of(renewals.Select(renewal => Microseconds(renewal.Lease)).ToArray()),
            ],
            static async (reader, stop) =>
            {
                var owners = new HashSet<string>(StringComparer.Ordinal);
                while (await reader.ReadAsync(stop).ConfigureAwait(false))
                {
                    if (!reader.IsDBNull(0))
                    {
                        owners.UnionWith(reader.GetFieldValue<string[]>(0));
                    }
                }

                return owners;
            },
            "renew").ConfigureAwait(false);
        CleanUpIfDue();
        return [.. renewals.Select(renewal => renewed.Contains(renewal.Claim.Owner))];
    }

    public override async ValueTask<bool> ReleaseAsync(LeaseClaim claim, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        var wasOurs = await ReleaseAsync(_sql.Release, claim.Resource, claim.Owner, keepFor).ConfigureAwait(false);
        CleanUpIfDue();
        return wasOurs;
    }

    // A key with a '~' is one that was asked for, and is stored by another name, or it is such a name, from a listing.
    public override async ValueTask<bool> EndAsync(LeaseRecord held, CancellationToken cancellationToken) =>
        await ReleaseAsync(_sql.End, held.Resource, held.Owner, TimeSpan.Zero).ConfigureAwait(false)
        || (held.Resource.Key.Contains('~', StringComparison.Ordinal) && held.Resource.Key.All(LeaseKeys.CanStore)
            && await EndAsync(_sql.EndByName, [Of(held.Resource.Key), Of(held.Owner), Of(held.Resource.IsSemaphore)]).ConfigureAwait(false));

    public override async ValueTask WithdrawAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        if (claim.WaiterId is { } waiter)
        {
            var keys = new LeaseKeys(claim.Resource);
            await RunAsync(
                _sql.Withdraw,
                [Of(keys.Id), Of(waiter), Of(keys.Payload)],
                static (reader, stop) => reader.ReadAsync(stop),
                "withdraw").ConfigureAwait(false);
        }
    }

    public override async ValueTask<ILeaseSubscription?> SubscribeAsync(LockResource resource, Action onSignal, CancellationToken cancellationToken) =>
        await _channel.RegisterAsync(new LeaseKeys(resource).Signal, onSignal, cancellationToken).ConfigureAwait(false);

    public override async IAsyncEnumerable<LeaseRecord> ListAsync(string keyPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!keyPrefix.All(LeaseKeys.CanStore))
        {
            yield break; // such keys are in the table by a name that stands for them
        }

        var records = await RunAsync(_sql.List, [Of(keyPrefix)], ReadRecordsAsync, "list").WaitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var record in records)
        {
            yield return record;
        }
    }

    public override async ValueTask<IReadOnlyList<LeaseRecord>> FindAsync(LockResource resource, CancellationToken cancellationToken)
    {
        var records = await RunAsync(
            _sql.Find, [Of(new LeaseKeys(resource).Id)], ReadRecordsAsync, "find").WaitAsync(cancellationToken).ConfigureAwait(false);
        return [.. records.Select(record => record with { Resource = resource })];
    }

    public override async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync().ConfigureAwait(false);
        await _cleanUp.ConfigureAwait(false);
        await _connections.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Deletes the rows that ended some time ago.</summary>
    internal Task<int> CleanUpAsync(TimeSpan age) => RunAsync(
        _sql.CleanUp, [Of(Microseconds(age))], static (reader, _) => Task.FromResult(reader.RecordsAffected), "clean up");

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private static TimeSpan Span(long microseconds) => TimeSpan.FromTicks(Math.Max(0, microseconds) * TimeSpan.TicksPerMicrosecond);

    private static async Task<List<LeaseRecord>> ReadRecordsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var records = new List<LeaseRecord>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            records.Add(new LeaseRecord(
                new LockResource(reader.GetString(0), reader.GetBoolean(1)),
                reader.GetBoolean(3) ? LockMode.Shared : LockMode.Exclusive,
                reader.GetString(2),
                Span(reader.GetInt64(4)))
            {
                FencingToken = reader.GetInt64(5),
                AcquiredAt = DateTimeOffset.UnixEpoch.AddTicks(reader.GetInt64(6) * TimeSpan.TicksPerMicrosecond),
                MaxConcurrency = reader.GetInt32(7),
                Metadata = reader.GetString(8),
            });
        }

        return records;
    }

    private Task<bool> ReleaseAsync(string sql, LockResource resource, string owner, TimeSpan keepFor)
    {
        var keys = new LeaseKeys(resource);
        return EndAsync(sql, [Of(keys.Id), Of(owner), Of(keys.Payload), Of(keepFor > TimeSpan.Zero ? Microseconds(keepFor) : 0)]);
    }

    private async Task<bool> EndAsync(string sql, NpgsqlParameter[] parameters)
    {
        NpgsqlException? cut = null;
        var wasHeld = await RunAsync(sql, parameters, static (reader, stop) => reader.ReadAsync(stop), "release", exception => cut = exception).ConfigureAwait(false);

        // Gone, but nobody knows whether by the first run: "not ours" would tell a body that had the lock to its end that it lost it.
        return wasHeld || cut is null ? wasHeld : throw PostgresErrors.Explain(cut, Name, "release");
    }

    // Runs to its end, whatever becomes of its caller: a statement of a millisecond is not worth the connection that it takes to cancel it, and the engine, which
    // undoes it by another connection, has to know when it has ended.
    private async Task<T> RunAsync<T>(
        string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, CancellationToken, Task<T>> read, string action, Action<NpgsqlException>? onRunAgain = null)
    {
        var cancellationToken = CancellationToken.None;
        for (var i = 0; ; i++)
        {
            var isOpen = false;
            try
            {
                var connection = await _connections.OpenAsync(cancellationToken).ConfigureAwait(false);
                await using var connectionEnd = connection.ConfigureAwait(false);
                isOpen = true;
                if (!_isPrepared)
                {
                    await PrepareAsync(connection, cancellationToken).ConfigureAwait(false);
                }

                var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)OperationTimeout.TotalSeconds + 1 };
                await using var commandEnd = command.ConfigureAwait(false);
                Array.ForEach(parameters, parameter => command.Parameters.Add(parameter.Collection is null ? parameter : parameter.Clone()));
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using var readerEnd = reader.ConfigureAwait(false);
                return await read(reader, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (i < Retries && PostgresErrors.IsConflict(exception))
            {
                // The statement had no effect, because another one of the same key came between: a role whose isolation is stricter than the default.
            }
            catch (PostgresException exception) when (i < Retries && _connections.StopPreparing(exception))
            {
                // It was not run, and is sent as text from now on.
            }
            catch (NpgsqlException exception) when (i < Retries && isOpen && PostgresErrors.IsCut(exception))
            {
                // A pooled connection that died without being missed, as after a restart of the server. Should the statement have been run nevertheless, running
                // it again changes nothing: it names its owner.
                onRunAgain?.Invoke(exception);
            }
            catch (Exception exception) when (exception is not LockBackendException && PostgresErrors.IsExpected(exception))
            {
                _isPrepared = false; // somebody may have dropped the table
                throw PostgresErrors.Explain(exception, Name, action);
            }
        }
    }

    private async Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (connection.PostgreSqlVersion < SessionOpening.OldestServer)
        {
            throw SessionOpening.TooOld(Name, connection.PostgreSqlVersion);
        }

        await _sequence.PrepareAsync(connection, Name, cancellationToken).ConfigureAwait(false);
        await _table.PrepareAsync(connection, Name, cancellationToken).ConfigureAwait(false);
        _isPrepared = true;
    }

    private void CleanUpIfDue()
    {
        var last = Volatile.Read(ref _cleanedAt);
        if (Stopwatch.GetElapsedTime(last) >= CleanUpInterval
            && Interlocked.CompareExchange(ref _cleanedAt, Stopwatch.GetTimestamp(), last) == last)
        {
            _cleanUp = RunAsync();
        }

        async Task RunAsync()
        {
            try
            {
                await CleanUpAsync(CleanUpInterval).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is LockBackendException or ObjectDisposedException)
            {
                PostgresLog.CleanUpFailed(_logger, Name, exception);
            }
        }
    }
}
