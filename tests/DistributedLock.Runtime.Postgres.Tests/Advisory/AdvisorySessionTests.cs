using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Transactions;
using DistributedLock.TestServers;
using Npgsql;

namespace DistributedLock.Postgres.Tests;

public sealed class AdvisorySessionTests : PostgresLockTest
{
    [Fact(Timeout = Limit)]
    public async Task Thousand_locks_taken_in_parallel_and_held_use_at_most_two_connections()
    {
        var provider = NewAdvisory();

        var handles = await Task.WhenAll(Enumerable.Range(0, 1000).Select(n => TakeAsync(provider, Exclusive(NewKey($"k{n}")))));

        Assert.InRange(await ConnectionsAsync(), 1, 2);
        Assert.Equal(1000, await ServerLocksAsync());
        await Task.WhenAll(handles.Select(handle => handle.DisposeAsync().AsTask()));
        Assert.Equal(0, await ServerLocksAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task More_locks_than_fit_on_a_connection_open_another_one()
    {
        var provider = NewAdvisory(configure: options => options.MaxLocksPerConnection = 10);

        await using var handles = new Handles(await Task.WhenAll(Enumerable.Range(0, 25).Select(n => TakeAsync(provider, Exclusive(NewKey($"k{n}"))))));

        Assert.Equal(3, await ConnectionsAsync());
    }

    [Theory(Timeout = Limit)]
    [InlineData(LockMode.Exclusive)]
    [InlineData(LockMode.Shared)]
    public async Task Number_that_another_key_stands_for_is_not_locked_twice_by_one_connection(LockMode second)
    {
        var provider = NewAdvisory();
        var key = NewKey();
        var number = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        await using (await TakeAsync(provider, Exclusive(key)))
        {
            await AssertContendedAsync(provider, new LockRequest(LockKey.FromInt64(number)) { Timeout = TimeSpan.Zero, Mode = second });
        }

        await (await TakeAsync(provider, new LockRequest(LockKey.FromInt64(number)) { Timeout = TimeSpan.Zero, Mode = second })).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Idle_connection_is_closed_and_opened_again_when_it_is_needed()
    {
        var provider = Own(new PostgresAdvisoryLockProvider(
            new PostgresLockOptions { ConnectionString = Shared }, idleTime: TimeSpan.FromMilliseconds(200)));
        await (await TakeAsync(provider, Exclusive(NewKey()))).DisposeAsync();

        await EventuallyAsync(async () => await ConnectionsAsync() == 0, "the idle connection is closed");

        await (await TakeAsync(provider, Exclusive(NewKey()))).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Server_gives_a_silent_client_up_after_the_client_gave_the_server_up_and_within_ten_seconds()
    {
        var opening = new SessionOpening(new PostgresEndpoint(Shared + ";Options=-c statement_timeout=1000", null), new FencingSequence("public", mayCreate: true));
        await using var connection = await opening.OpenAsync(isListening: false);
        await using var command = new NpgsqlCommand(
            """
            select array[current_setting('tcp_keepalives_idle')::int, current_setting('tcp_keepalives_interval')::int,
                current_setting('tcp_keepalives_count')::int, current_setting('tcp_user_timeout')::int,
                current_setting('statement_timeout')::int]
            """,
            connection);

        // As the server's sockets tell it, not as it was asked for.
        var settings = Assert.IsType<int[]>(await command.ExecuteScalarAsync(Stop));

        Assert.Equal([3, 2, 3, 9000, 0], settings);
        var silence = TimeSpan.FromSeconds(settings[0] + (settings[1] * settings[2]));
        Assert.InRange(silence, AdvisorySession.AnswerTimeout + TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    [Fact(Timeout = Limit)]
    public async Task Acquire_and_release_are_one_statement_each()
    {
        await using var server = await PostgresServer.StartAsync(
            new() { Settings = new Dictionary<string, string> { ["log_statement"] = "all" } }, Stop);
        var provider = NewAdvisory(server.ConnectionString);
        await (await TakeAsync(provider, Exclusive("warm"))).DisposeAsync();
        var before = Statements(server);

        await (await TakeAsync(provider, Exclusive("k"))).DisposeAsync();
        await (await TakeAsync(provider, SharedMode("k"))).DisposeAsync();
        await (await TakeAsync(provider, Permit("k", 3))).DisposeAsync();

        Assert.Equal(6, Statements(server) - before);
    }

    [Fact(Timeout = Limit)]
    public async Task Uncontended_release_notifies_nobody()
    {
        await using var listener = new NpgsqlConnection(Shared);
        await listener.OpenAsync(Stop);
        await using (var listen = new NpgsqlCommand("listen " + AdvisorySql.Channel, listener))
        {
            await listen.ExecuteNonQueryAsync(Stop);
        }

        var ours = new AdvisoryKeys(new LockResource(NewKey(), isSemaphore: false)).Waiters.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var count = 0;
        listener.Notification += (_, notification) => count += notification.Payload == ours ? 1 : 0;
        var provider = NewAdvisory();
        var other = NewAdvisory();

        await (await TakeAsync(provider, Exclusive(NewKey()))).DisposeAsync();
        var silent = await CountAsync(listener);
        var handle = await TakeAsync(provider, Exclusive(NewKey()));
        var waiting = TakeAsync(other, Exclusive(NewKey(), Long));
        await WaitingAsync(3);
        await handle.DisposeAsync();
        await (await waiting).DisposeAsync();

        Assert.Equal(0, silent);
        Assert.InRange(await CountAsync(listener), 1, 2);

        async Task<int> CountAsync(NpgsqlConnection connection)
        {
            await using var command = new NpgsqlCommand("select 1", connection);
            await command.ExecuteNonQueryAsync(Stop);
            return count;
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Ambient_transaction_is_not_joined()
    {
        var provider = NewAdvisory();
        IDistributedLockHandle handle;
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            handle = await TakeAsync(provider, Exclusive(NewKey()));
            Assert.Equal(Guid.Empty, Transaction.Current!.TransactionInformation.DistributedIdentifier);

            // Rolled back: the lock stays.
        }

        await AssertContendedAsync(NewAdvisory(), Exclusive(NewKey()));
        await handle.DisposeAsync();
        await (await TakeAsync(NewAdvisory(), Exclusive(NewKey()))).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Given_data_source_is_used_with_its_password_and_neither_enlisted_nor_disposed()
    {
        await using var source = NpgsqlDataSource.Create(Shared);
        var provider = new PostgresAdvisoryLockProvider(source);
        await using (provider)
        {
            await using var connection = await source.OpenConnectionAsync(Stop);
            await using var transaction = await connection.BeginTransactionAsync(Stop);
            var handle = await TakeAsync(provider, Exclusive(NewKey()));
            await transaction.RollbackAsync(Stop);
            await AssertContendedAsync(NewAdvisory(), Exclusive(NewKey()));
            await handle.DisposeAsync();
        }

        await using var command = source.CreateCommand("select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()");
        Assert.Equal(0L, await command.ExecuteScalarAsync(Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Numeric_key_excludes_code_that_locks_the_number_without_the_library()
    {
        var number = Random.Shared.NextInt64(long.MinValue, 0);
        var provider = NewAdvisory();
        var handle = await TakeAsync(provider, new LockRequest(LockKey.FromInt64(number)) { Timeout = TimeSpan.Zero });

        Assert.False(await QueryAsync<bool>(Shared, $"select pg_try_advisory_lock({number})"));
        await AssertContendedAsync(NewAdvisory(), Exclusive(number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

        await handle.DisposeAsync();
        Assert.True(await QueryAsync<bool>(Shared, $"select pg_try_advisory_lock({number})"));
    }

    [Fact(Timeout = 60_000)]
    public void Text_key_is_the_first_eight_bytes_of_its_hash()
    {
        // SHA-256 of "abc" begins with ba7816bf 8f01cfea.
        Assert.Equal(unchecked((long)0xba7816bf8f01cfea), new AdvisoryKeys(new LockResource("abc", isSemaphore: false)).Lock);
        Assert.Equal(-42, new AdvisoryKeys(new LockResource("-42", isSemaphore: false)).Lock);
        Assert.NotEqual(42, new AdvisoryKeys(new LockResource("042", isSemaphore: false)).Lock);
        Assert.NotEqual(42, new AdvisoryKeys(new LockResource("42", isSemaphore: true)).Slot(0));
    }

    [Fact(Timeout = Limit)]
    public async Task Full_lock_table_is_told_with_the_setting_and_leaves_nothing_behind()
    {
        await using var server = await PostgresServer.StartAsync(
            new() { MaxConnections = 10, Settings = new Dictionary<string, string> { ["max_locks_per_transaction"] = "10" } }, Stop);
        var provider = NewAdvisory(server.ConnectionString);
        await using var first = await TakeAsync(provider, Exclusive("first"));
        var loss = LossOfAsync(first);

        var tries = await Task.WhenAll(Enumerable.Range(0, 3000).Select(n => TryAsync(provider, $"k{n}")));

        Assert.Contains(tries, one => one.Error?.Message.Contains("max_locks_per_transaction", StringComparison.Ordinal) == true);

        // The driver gives a connection up after such an error: what it held is lost, and told so.
        await loss;
        await Task.WhenAll(tries.Where(one => one.Handle is not null).Select(one => one.Handle!.DisposeAsync().AsTask()));
        await EventuallyAsync(
            async () => await QueryAsync<long>(server.ConnectionString, "select count(*) from pg_locks where locktype = 'advisory'") == 0, "nothing is held");
        Assert.DoesNotContain("WARNING", server.LogSinceReady, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Failing_statements_fail_alone_and_hold_nothing()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        var provider = NewAdvisory(server.ConnectionString);
        var held = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => TakeAsync(provider, Exclusive($"held{n}"))));
        await ExecuteAsync(server.ConnectionString, "alter sequence distributedlock_fencing rename to gone");

        var failing = Task.WhenAll(Enumerable.Range(0, 20).Select(n => TryAsync(provider, $"k{n}")));
        var releasing = Task.WhenAll(held.Skip(1).Select(handle => handle.DisposeAsync().AsTask()));
        var tries = await failing;
        await releasing;
        await ExecuteAsync(server.ConnectionString, "alter sequence gone rename to distributedlock_fencing");

        Assert.All(tries, one => Assert.Contains("an object is missing", one.Error!.Message, StringComparison.Ordinal));
        Assert.False(held[0].LostToken.IsCancellationRequested);
        Assert.Equal(1, await QueryAsync<long>(server.ConnectionString, "select count(*) from pg_locks where locktype = 'advisory'"));
        await (await TakeAsync(provider, Exclusive("k1"))).DisposeAsync();
        await held[0].DisposeAsync();
        Assert.DoesNotContain("WARNING", server.LogSinceReady, StringComparison.Ordinal);
    }

    private static async Task<(IDistributedLockHandle? Handle, LockBackendException? Error)> TryAsync(IDistributedLockProvider provider, string key)
    {
        try
        {
            return (await provider.TryAcquireAsync(Exclusive(key), Stop), null);
        }
        catch (LockBackendException exception)
        {
            return (null, exception);
        }
    }

    private static int Statements(TestServer server) =>
        server.LogSinceReady.Split('\n').Count(line => line.Contains("execute ", StringComparison.Ordinal) || line.Contains("statement: ", StringComparison.Ordinal));

    private sealed class Handles(IDistributedLockHandle[] handles) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Task.WhenAll(handles.Select(handle => handle.DisposeAsync().AsTask()));
    }
}
