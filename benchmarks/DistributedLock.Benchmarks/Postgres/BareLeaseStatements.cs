using DistributedLock.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace DistributedLock.Benchmarks.Postgres;

/// <summary>Take and give back a lease in the table, prepared as the provider's statements are.</summary>
internal sealed class BareLeaseStatements : IBareStatements
{
    private const long Lease = 30_000_000;
    private const long Trace = 3_000_000;

    private readonly NpgsqlConnection _connection;
    private readonly LeaseSql _sql = new(new LeaseTable("public", mayCreate: true), new FencingSequence("public", mayCreate: true));
    private readonly LeaseKeys[] _keys;

    private BareLeaseStatements(NpgsqlConnection connection, int callers)
    {
        _connection = connection;
        _keys = [.. Enumerable.Range(0, callers).Select(static caller => new LeaseKeys(new LockResource($"bare-{caller}", isSemaphore: false)))];
    }

    /// <summary>The table must be there: a provider creates it.</summary>
    public static async Task<IBareStatements> OpenAsync(string connectionString, int callers)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, MaxAutoPrepare = 20, AutoPrepareMinUsages = 2 }.ConnectionString);
        await connection.OpenAsync();
        return new BareLeaseStatements(connection, callers);
    }

    public async Task AcquireAndReleaseAsync(int caller)
    {
        var keys = _keys[caller];
        var owner = Guid.NewGuid().ToString("n");
        var token = await RunAsync(
            _sql.TryAcquire,
            [
                Of(keys.Id), Of(keys.Name), Of(false), Of(owner), Of(Lease), Of(false), Of(1), Of("host=a&pid=1&app=b"),
                new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }, Of(Trace),
            ]);
        var isReleased = await RunAsync(_sql.Release, [Of(keys.Id), Of(owner), Of(keys.Payload), Of(0L)]);
        if (token is not > 0L || isReleased is null)
        {
            throw new InvalidOperationException($"The bare statements answered {token} and {isReleased}: expected a token and a row.");
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    private async Task<object?> RunAsync(string sql, NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync();
    }
}
