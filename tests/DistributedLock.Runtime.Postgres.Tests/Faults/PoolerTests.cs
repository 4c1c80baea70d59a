using Npgsql;

namespace DistributedLock.Postgres.Tests;

public sealed class PoolerTests : PostgresLockTest
{
    [Fact(Timeout = Limit)]
    public async Task Advisory_locks_are_refused_behind_a_pooler()
    {
        await using var pooler = NewPooler();

        var exception = await Assert.ThrowsAsync<LockBackendException>(
            async () => await NewAdvisory(Through(pooler)).TryAcquireAsync(Exclusive(NewKey()), Stop));

        Assert.Contains("pooler", exception.Message, StringComparison.Ordinal);
        Assert.Contains("LeaseTable", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, await ServerLocksAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_of_the_lease_table_looks_by_itself_behind_a_pooler()
    {
        await using var pooler = NewPooler();
        var provider = NewLease(Through(pooler));
        var other = NewLease(Through(pooler));
        var handle = await TakeAsync(provider, Exclusive(NewKey()));
        var waiting = TakeAsync(other, Exclusive(NewKey(), Long));
        await EventuallyAsync(
            async () => await QueryAsync<long>(Shared, $"select count(*) from distributedlock_leases where waiters <> '{{}}' and key = '{NewKey()}'") == 1,
            "it waits");

        await handle.DisposeAsync();

        await (await waiting).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_of_the_lease_table_listens_on_a_direct_connection_where_one_is_given()
    {
        await using var pooler = NewPooler();
        var provider = NewLease(Through(pooler), options => options.ListenConnectionString = Shared);
        await using var handle = await TakeAsync(provider, Exclusive(NewKey()));

        var waiting = provider.TryAcquireAsync(Exclusive(NewKey(), TimeSpan.FromSeconds(20)), Stop);
        await EventuallyAsync(
            async () => await QueryAsync<long>(
                Shared, $"select count(*) from pg_stat_activity where application_name = '{Application}' and query ilike 'listen%'") == 1,
            "it listens");
        await handle.DisposeAsync();

        await (await waiting)!.DisposeAsync();
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Statements_of_the_lease_table_are_prepared_only_where_no_pooler_stands_between(bool isPooler)
    {
        await using var line = new PoolerLookalike(new NpgsqlConnectionStringBuilder(Shared).Port, isPooler);
        var provider = NewLease(Through(line));

        for (var i = 0; i < 4; i++)
        {
            await (await TakeAsync(provider, Exclusive(NewKey()))).DisposeAsync();
        }

        Assert.Equal(!isPooler, line.HasSeenPreparedStatements);
    }

    private PoolerLookalike NewPooler() => new(new NpgsqlConnectionStringBuilder(Shared).Port);

    private string Through(PoolerLookalike pooler) =>
        new NpgsqlConnectionStringBuilder(Shared) { Host = "127.0.0.1", Port = pooler.Port, SslMode = SslMode.Disable }.ConnectionString;
}
