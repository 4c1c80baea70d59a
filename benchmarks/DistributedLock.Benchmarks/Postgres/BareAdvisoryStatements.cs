using DistributedLock.Postgres;
using Npgsql;

namespace DistributedLock.Benchmarks.Postgres;

/// <summary>Take and give back an advisory lock, prepared as the provider's statements are.</summary>
internal sealed class BareAdvisoryStatements : IBareStatements
{
    private readonly NpgsqlConnection _connection;
    private readonly AdvisorySql _sql = new(new FencingSequence("public", mayCreate: true));
    private readonly AdvisoryKeys[] _keys;

    private BareAdvisoryStatements(NpgsqlConnection connection, int callers)
    {
        _connection = connection;
        _keys = [.. Enumerable.Range(0, callers).Select(static caller => new AdvisoryKeys(new LockResource($"bare-{caller}", isSemaphore: false)))];
    }

    public static async Task<IBareStatements> OpenAsync(string connectionString, int callers)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, MaxAutoPrepare = 30, AutoPrepareMinUsages = 2 }.ConnectionString);
        await connection.OpenAsync();
        return new BareAdvisoryStatements(connection, callers);
    }

    public async Task AcquireAndReleaseAsync(int caller)
    {
        var keys = _keys[caller];
        var token = await RunAsync(_sql.Take, keys.Lock);
        var isReleased = await RunAsync(AdvisorySql.Release, keys.Lock, keys.Waiters);
        if (token is not > 0 || isReleased is not 1)
        {
            throw new InvalidOperationException($"The bare statements answered {token} and {isReleased}: expected a token and 1.");
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<long?> RunAsync(string sql, params long[] values)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = value });
        }

        return await command.ExecuteScalarAsync() as long?;
    }
}
