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

    [Fact(Timeout = Limit)]
    public async Task Lease_table_works_behind_several_poolers()
    {
        await using var one = NewPooler();
        await using var other = NewPooler();
        var provider = NewLease(new NpgsqlConnectionStringBuilder(Through(one)) { Host = $"127.0.0.1:{one.Port},127.0.0.1:{other.Port}" }.ConnectionString);

        for (var i = 0; i < 3; i++)
        {
            await (await TakeAsync(provider, Exclusive(NewKey()))).DisposeAsync();
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Statements_of_the_lease_table_are_not_prepared_where_the_connection_string_says_so()
    {
        await using var line = new PoolerLookalike(new NpgsqlConnectionStringBuilder(Shared).Port, isDisguised: false);
        var provider = NewLease(Through(line) + ";Max Auto Prepare=0");

        for (var i = 0; i < 4; i++)
        {
            await (await TakeAsync(provider, Exclusive(NewKey()))).DisposeAsync();
        }

        Assert.False(line.HasSeenPreparedStatements);
    }

    [Fact(Timeout = Limit)]
    public async Task Lease_table_goes_on_unprepared_where_prepared_statements_get_lost()
    {
        var schema = $"lost_{Guid.NewGuid():n}";
        await using var source = NpgsqlDataSource.Create(Shared);
        await source.CreateCommand($"create schema {schema}").ExecuteNonQueryAsync(Stop);
        var provider = NewLease(Shared, options => options.Schema = schema);
        await (await TakeAsync(provider, Exclusive(NewKey()))).DisposeAsync();

        // As a pooler that resets sessions between two statements.
        await source.CreateCommand($"""
            create function {schema}.forget() returns trigger language plpgsql as $$ begin execute 'deallocate all'; return null; end $$;
            create trigger forget after update on {schema}.distributedlock_leases for each statement execute function {schema}.forget()
            """).ExecuteNonQueryAsync(Stop);

        for (var i = 0; i < 6; i++)
        {
            var handle = await TakeAsync(provider, Exclusive(NewKey()));
            await handle.DisposeAsync();
            Assert.Equal(LockLossReason.None, ((DistributedLockHandle)handle).LossReason);
        }
    }

    private PoolerLookalike NewPooler() => new(new NpgsqlConnectionStringBuilder(Shared).Port);

    private string Through(PoolerLookalike pooler) =>
        new NpgsqlConnectionStringBuilder(Shared) { Host = "127.0.0.1", Port = pooler.Port, SslMode = SslMode.Disable }.ConnectionString;
}
