using DistributedLock.Benchmarks.Measuring;
using Npgsql;

namespace DistributedLock.Benchmarks.Postgres;

/// <summary>
/// The server's own wait: a connection for each waiter, which can do nothing else meanwhile, cannot be cancelled without ending the statement, and gives no fencing token.
/// The shortest way from one holder to the next.
/// </summary>
internal sealed class AdvisoryBlockingLock(IReadOnlyList<NpgsqlConnection> sides, long key) : IContendedLock
{
    public async ValueTask<IAsyncDisposable> AcquireAsync(int side)
    {
        await RunAsync(side, "select 1 from pg_advisory_lock($1)");
        return new Hold(this, side);
    }

    private async Task RunAsync(int side, string sql)
    {
        await using var command = new NpgsqlCommand(sql, sides[side]) { Parameters = { new NpgsqlParameter<long> { TypedValue = key } } };
        await command.ExecuteScalarAsync();
    }

    private sealed class Hold(AdvisoryBlockingLock owned, int side) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await owned.RunAsync(side, "select pg_advisory_unlock($1)");
    }
}
