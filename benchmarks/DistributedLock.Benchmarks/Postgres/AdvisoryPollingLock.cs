using DistributedLock.Benchmarks.Measuring;
using Npgsql;

namespace DistributedLock.Benchmarks.Postgres;

/// <summary>The lock as the textbooks have it: a try on a connection of one's own, and a random sleep of up to 200 ms before the next one.</summary>
internal sealed class AdvisoryPollingLock(IReadOnlyList<NpgsqlConnection> sides, long key) : IContendedLock
{
    private const int LongestSleep = 200;

    public async ValueTask<IAsyncDisposable> AcquireAsync(int side)
    {
        while (!await RunAsync(side, "select pg_try_advisory_lock($1)"))
        {
            await Task.Delay(Random.Shared.Next(LongestSleep));
        }

        return new Hold(this, side);
    }

    private async Task<bool> RunAsync(int side, string sql)
    {
        await using var command = new NpgsqlCommand(sql, sides[side]) { Parameters = { new NpgsqlParameter<long> { TypedValue = key } } };
        return await command.ExecuteScalarAsync() is true;
    }

    private sealed class Hold(AdvisoryPollingLock owned, int side) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await owned.RunAsync(side, "select pg_advisory_unlock($1)");
    }
}
