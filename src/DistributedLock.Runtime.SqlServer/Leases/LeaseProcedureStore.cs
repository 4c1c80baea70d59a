using System.Data;
using System.Runtime.CompilerServices;
using DistributedLock.Leases;
using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer;

/// <summary>
/// Leases behind stored procedures: one call for one operation, each on any connection of a pool. No call keeps anything on its connection, so a pool may reset
/// or close it at any time.
/// </summary>
internal sealed class LeaseProcedureStore : LeaseStore
{
    // One call renews at most so many: its row locks stay below the number where the server takes the whole table instead (5,000).
    private const int LargestBatch = 1000;

    // The victim of a deadlock is rolled back: nothing happened, and the other one has gone on.
    private const int DeadlockTries = 4;

    // A second more than the engine asks for, for the way there and back.
    private static readonly TimeSpan WaiterMargin = TimeSpan.FromSeconds(2);

    private readonly SqlServerTarget _target;
    private readonly LeaseTable _table;
    private readonly TimeSpan _waiterLife;
    private readonly SemaphoreSlim _preparing = new(1);
    private volatile bool _isPrepared;

    public LeaseProcedureStore(SqlServerLockOptions options)
    {
        _target = new SqlServerTarget(options.ConnectionString, isSession: false);
        _table = new LeaseTable(options.Schema, options.CreateMissingObjects);
        PollInterval = options.PollInterval;
        _waiterLife = PollInterval + WaiterMargin;
    }

    public override string Name => _target.Name;

    public override TimeSpan OperationTimeout => SqlServerTarget.AnswerTimeout;

    public override TimeSpan PollInterval { get; }

    public override async ValueTask<LeaseAnswer> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken) =>
        await CallAsync("Acquire", "acquire", command => AddClaim(command.Parameters, claim), static async (command, cancellationToken) =>
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return (int)command.Parameters["@result"].Value == 1
                ? LeaseAnswer.Acquired((long)command.Parameters["@Token"].Value)
                : LeaseAnswer.Contended(command.Parameters["@RetryAfterMs"].Value is long rest ? TimeSpan.FromMilliseconds(rest) : null);
        }, cancellationToken).ConfigureAwait(false);

    public override async ValueTask<IReadOnlyList<bool>> RenewAsync(IReadOnlyList<LeaseRenewal> renewals, CancellationToken cancellationToken)
    {
        var renewed = new HashSet<string>(StringComparer.Ordinal);
        for (var start = 0; start < renewals.Count; start += LargestBatch)
        {
            var text = LeaseRenewals.ToJson(renewals, start, Math.Min(LargestBatch, renewals.Count - start));
            await CallAsync(
                "Renew",
                "renew",
                command => command.Parameters.Add(Text("@Renewals", text, -1)),
                (command, cancellationToken) => LeaseRows.ReadAsync(command, reader => renewed.Add(reader.GetString(0)), cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }

        return renewals.Select(renewal => renewed.Contains(renewal.Claim.Owner)).ToArray();
    }

    public override async ValueTask<bool> ReleaseAsync(LeaseClaim claim, TimeSpan keepFor, CancellationToken cancellationToken) =>
        await CallAsync("Release", "release", command =>
        {
            AddName(command.Parameters, claim.Resource);
            command.Parameters.Add(Id("@Owner", claim.Owner));
            command.Parameters.Add(Milliseconds("@KeepForMs", keepFor));
        }, ResultAsync, cancellationToken).ConfigureAwait(false) > 0;

    public override async ValueTask WithdrawAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        // Only writers leave a trace.
        if (claim.Resource.IsSemaphore || claim.Mode == LockMode.Shared)
        {
            return;
        }

        await CallAsync("Withdraw", "withdraw a waiter", command =>
        {
            command.Parameters.Add(Text("@Name", LeaseNames.Fit(claim.Resource.Key), LeaseNames.MaxLength));
            command.Parameters.Add(Id("@Waiter", claim.WaiterId));
        }, ResultAsync, cancellationToken).ConfigureAwait(false);
    }

    public override ValueTask<ILeaseSubscription?> SubscribeAsync(LockResource resource, Action onSignal, CancellationToken cancellationToken) => default;

    public override async IAsyncEnumerable<LeaseRecord> ListAsync(string keyPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Read to the end first: who enumerates slowly must not keep a connection.
        foreach (var record in await ListAsync(resource: null, keyPrefix, cancellationToken).ConfigureAwait(false))
        {
            if (record.Resource.Key.StartsWith(keyPrefix, StringComparison.Ordinal))
            {
                yield return record;
            }
        }
    }

    public override async ValueTask<IReadOnlyList<LeaseRecord>> FindAsync(LockResource resource, CancellationToken cancellationToken) =>
        await ListAsync(resource, keyPrefix: "", cancellationToken).ConfigureAwait(false);

    public override ValueTask DisposeAsync()
    {
        _target.ClearPool();
        return default;
    }

    private static SqlParameter Text(string name, string? value, int size) => ApplicationLockStore.Text(name, value, size);

    private static SqlParameter Id(string name, string? value) => new(name, SqlDbType.Char, 32) { Value = (object?)value ?? DBNull.Value };

    private static SqlParameter Milliseconds(string name, TimeSpan span) => new(name, SqlDbType.BigInt) { Value = (long)Math.Ceiling(span.TotalMilliseconds) };

    private static SqlParameter Bit(string name, bool value) => new(name, SqlDbType.Bit) { Value = value };

    private static SqlParameter Int(string name, int value) => new(name, SqlDbType.Int) { Value = value };

    private static void AddName(SqlParameterCollection parameters, LockResource resource)
    {
        parameters.Add(Text("@Name", LeaseNames.Fit(resource.Key), LeaseNames.MaxLength));
        parameters.Add(Bit("@IsSemaphore", resource.IsSemaphore));
    }

    private static async Task<int> ResultAsync(SqlCommand command, CancellationToken cancellationToken)
    {
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return (int)command.Parameters["@result"].Value;
    }

    private void AddClaim(SqlParameterCollection parameters, LeaseClaim claim)
    {
        AddName(parameters, claim.Resource);
        parameters.Add(Text("@LockKey", claim.Resource.Key, -1));
        parameters.Add(Id("@Owner", claim.Owner));
        parameters.Add(Bit("@IsShared", claim.Mode == LockMode.Shared));
        parameters.Add(Int("@Permits", claim.MaxConcurrency));
        parameters.Add(Milliseconds("@LeaseMs", claim.Lease));
        parameters.Add(Text("@Metadata", claim.Metadata, -1));
        parameters.Add(Id("@Waiter", claim.WaiterId));
        parameters.Add(Int("@WaiterMs", (int)_waiterLife.TotalMilliseconds));
        parameters.Add(new SqlParameter("@Token", SqlDbType.BigInt) { Direction = ParameterDirection.Output });
        parameters.Add(new SqlParameter("@RetryAfterMs", SqlDbType.BigInt) { Direction = ParameterDirection.Output });
    }

    private async Task<IReadOnlyList<LeaseRecord>> ListAsync(LockResource? resource, string keyPrefix, CancellationToken cancellationToken)
    {
        var records = new List<LeaseRecord>();
        await CallAsync("List", "list", command =>
        {
            command.Parameters.Add(Text("@Name", resource is { } one ? LeaseNames.Fit(one.Key) : null, LeaseNames.MaxLength));
            command.Parameters.Add(Bit("@IsSemaphore", resource?.IsSemaphore == true));
            command.Parameters.Add(Text("@KeyPrefix", keyPrefix, -1));
        }, (command, cancellationToken) => LeaseRows.ReadAsync(command, reader => records.Add(LeaseRows.RecordOf(reader)), cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        return records;
    }

    private async Task<T> CallAsync<T>(
        string procedure, string action, Action<SqlCommand> addParameters, Func<SqlCommand, CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                using var connection = await _target.OpenAsync(cancellationToken).ConfigureAwait(false);
                await PrepareAsync(connection, cancellationToken).ConfigureAwait(false);
                using var command = new SqlCommand(_table.Procedure(procedure), connection)
                {
                    CommandType = CommandType.StoredProcedure,
                    CommandTimeout = (int)OperationTimeout.TotalSeconds,
                };
                addParameters(command);
                command.Parameters.Add(new SqlParameter("@result", SqlDbType.Int) { Direction = ParameterDirection.ReturnValue });
                return await run(command, cancellationToken).ConfigureAwait(false);
            }
            catch (SqlException exception) when (exception.Number == SqlServerErrors.DeadlockVictim && tries < DeadlockTries)
            {
                // Once more.
            }
            catch (Exception exception) when (SqlServerErrors.IsCancellation(exception, cancellationToken))
            {
                throw new OperationCanceledException(cancellationToken);
            }
            catch (Exception exception) when (SqlServerErrors.IsExpected(exception))
            {
                throw SqlServerErrors.Explain(exception, Name, action);
            }
        }
    }

    private async ValueTask PrepareAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        if (_isPrepared)
        {
            return;
        }

        await _preparing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isPrepared)
            {
                await _table.PrepareAsync(connection, Name, cancellationToken).ConfigureAwait(false);
                _isPrepared = true;
            }
        }
        finally
        {
            _preparing.Release();
        }
    }
}
