using System.Data;
using DistributedLock.SqlServer.TestEndpoint.ApplicationLocks;
using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer.TestEndpoint.Tests;

public sealed class ApplicationLockTests : EndpointTest
{
    [Fact(Timeout = Limit)]
    public async Task Free_lock_is_granted_with_0_by_one_statement()
    {
        var connection = await ConnectAsync();

        Assert.Equal(0, await GetLockAsync(connection, "k"));

        var held = Assert.Single(Endpoint.HeldLocks);
        Assert.Equal(new ApplicationLockResource("Locks", "public", "k"), held.Resource);
        Assert.Equal((ApplicationLockMode.Exclusive, 1, false), (held.Mode, held.Count, held.IsOwnedByTransaction));
        Assert.Equal(1, Endpoint.Statements.RoundTrips);
    }

    [Fact(Timeout = Limit)]
    public async Task Held_lock_is_refused_at_once_with_minus_1_when_the_timeout_is_0()
    {
        await GetLockAsync(await ConnectAsync(), "k");

        Assert.Equal(-1, await GetLockAsync(await ConnectAsync(), "k", timeout: 0));
        Assert.Empty(Endpoint.WaitingLocks);
    }

    [Fact(Timeout = Limit)]
    public async Task Held_lock_is_refused_with_minus_1_when_the_timeout_passes()
    {
        await GetLockAsync(await ConnectAsync(), "k");

        Assert.Equal(-1, await GetLockAsync(await ConnectAsync(), "k", timeout: 50));
        Assert.Empty(Endpoint.WaitingLocks);
    }

    [Fact(Timeout = Limit)]
    public async Task Waiter_gets_the_lock_with_1_when_it_is_released()
    {
        var holder = await ConnectAsync();
        await GetLockAsync(holder, "k");
        var waiting = GetLockAsync(await ConnectAsync(), "k");
        await WaitersAsync(1);

        Assert.Equal(0, await ReleaseLockAsync(holder, "k"));

        Assert.Equal(1, await waiting);
    }

    [Fact(Timeout = Limit)]
    public async Task Waiters_are_served_in_the_order_they_came()
    {
        var connections = new[] { await ConnectAsync(), await ConnectAsync(), await ConnectAsync() };
        await GetLockAsync(connections[0], "k");
        var first = GetLockAsync(connections[1], "k");
        await WaitersAsync(1);
        var second = GetLockAsync(connections[2], "k", "Shared");
        await WaitersAsync(2);

        await ReleaseLockAsync(connections[0], "k");
        Assert.Equal(1, await first);
        Assert.Single(Endpoint.WaitingLocks);

        await ReleaseLockAsync(connections[1], "k");
        Assert.Equal(1, await second);
    }

    [Fact(Timeout = Limit)]
    public async Task Reader_waits_behind_a_waiting_writer()
    {
        var reader = await ConnectAsync();
        await GetLockAsync(reader, "k", "Shared");
        var writing = GetLockAsync(await ConnectAsync(), "k");
        await WaitersAsync(1);

        Assert.Equal(-1, await GetLockAsync(await ConnectAsync(), "k", "Shared", timeout: 0));

        await ReleaseLockAsync(reader, "k");
        Assert.Equal(1, await writing);
    }

    /// <summary>The lock compatibility matrix, as the transaction locking and row versioning guide has it.</summary>
    [Theory(Timeout = Limit)]
    [InlineData("IntentShared", "IntentShared,Shared,Update,IntentExclusive")]
    [InlineData("Shared", "IntentShared,Shared,Update")]
    [InlineData("Update", "IntentShared,Shared")]
    [InlineData("IntentExclusive", "IntentShared,IntentExclusive")]
    [InlineData("Exclusive", "")]
    public async Task Mode_meets_those_of_the_matrix_and_no_other(string held, string compatible)
    {
        var (one, other) = (await ConnectAsync(), await ConnectAsync());
        await GetLockAsync(one, "k", held);
        var met = new List<string>();

        foreach (var mode in new[] { "IntentShared", "Shared", "Update", "IntentExclusive", "Exclusive" })
        {
            if (await GetLockAsync(other, "k", mode, timeout: 0) == 0)
            {
                met.Add(mode);
                await ReleaseLockAsync(other, "k");
            }
        }

        Assert.Equal(compatible, string.Join(',', met));
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_taken_twice_takes_two_releases()
    {
        var (one, other) = (await ConnectAsync(), await ConnectAsync());
        Assert.Equal(0, await GetLockAsync(one, "k"));
        Assert.Equal(0, await GetLockAsync(one, "k"));

        await ReleaseLockAsync(one, "k");
        Assert.Equal(-1, await GetLockAsync(other, "k", timeout: 0));

        await ReleaseLockAsync(one, "k");
        Assert.Equal(0, await GetLockAsync(other, "k", timeout: 0));
    }

    [Fact(Timeout = Limit)]
    public async Task Second_request_of_the_holder_makes_the_union_of_the_modes_until_the_last_release()
    {
        var connection = await ConnectAsync();
        await GetLockAsync(connection, "k", "Shared");
        await GetLockAsync(connection, "k", "IntentExclusive");

        Assert.Equal("SharedIntentExclusive", await ScalarAsync(connection, "SELECT APPLOCK_MODE('public', N'k', 'Session')"));

        await ReleaseLockAsync(connection, "k");
        Assert.Equal("SharedIntentExclusive", await ScalarAsync(connection, "SELECT APPLOCK_MODE('public', N'k', 'Session')"));
    }

    [Fact(Timeout = Limit)]
    public async Task Conversion_waits_for_other_readers_and_goes_before_other_waiters()
    {
        var (converter, reader, writer) = (await ConnectAsync(), await ConnectAsync(), await ConnectAsync());
        await GetLockAsync(converter, "k", "Update");
        await GetLockAsync(reader, "k", "Shared");
        var writing = GetLockAsync(writer, "k");
        await WaitersAsync(1);
        var converting = GetLockAsync(converter, "k");
        await WaitersAsync(2);

        await ReleaseLockAsync(reader, "k");

        Assert.Equal(1, await converting);
        Assert.False(writing.IsCompleted);
        await ReleaseLockAsync(converter, "k");
        await ReleaseLockAsync(converter, "k");
        Assert.Equal(1, await writing);
    }

    [Fact(Timeout = Limit)]
    public async Task Names_are_compared_with_case_and_cut_at_255_characters()
    {
        var (one, other) = (await ConnectAsync(), await ConnectAsync());
        await GetLockAsync(one, "k");
        Assert.Equal(0, await GetLockAsync(other, "K", timeout: 0));

        await ScalarAsync(one, $"EXEC sp_getapplock '{new string('n', 255)}1', 'Exclusive', 'Session'");
        Assert.Equal(-1, await GetLockAsync(other, new string('n', 255), timeout: 0));
    }

    [Fact(Timeout = Limit)]
    public async Task Same_name_in_another_database_is_another_lock()
    {
        await GetLockAsync(await ConnectAsync(), "k");
        var other = await ConnectAsync();
        await ScalarAsync(other, "USE master");

        Assert.Equal("master", other.Database);
        Assert.Equal(0, await GetLockAsync(other, "k", timeout: 0));
    }

    [Fact(Timeout = Limit)]
    public async Task Release_of_a_lock_that_is_not_held_fails_with_1223()
    {
        var error = await Assert.ThrowsAsync<SqlException>(async () => await ReleaseLockAsync(await ConnectAsync(), "k"));

        Assert.Equal(1223, error.Number);
        Assert.Equal("Cannot release the application lock (Database Principal: 'public', Resource: 'k') because it is not currently held.", error.Message);
    }

    [Theory(Timeout = Limit)]
    [InlineData("Greedy", "Session", 0, 1225)]
    [InlineData("Shared", "Nobody", 0, 1226)]
    [InlineData("Shared", "Session", -2, 1227)]
    [InlineData("Shared", "Transaction", 0, 3918)]
    public async Task Invalid_call_fails(string mode, string owner, int timeout, int expected)
    {
        var connection = await ConnectAsync();

        var error = await Assert.ThrowsAsync<SqlException>(() => GetLockAsync(connection, "k", mode, timeout, owner));

        Assert.Equal(expected, error.Number);
        Assert.Empty(Endpoint.HeldLocks);
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_is_taken_by_a_batch_with_parameters()
    {
        await using var command = new SqlCommand(
            "SET NOCOUNT ON; EXEC @result = sys.sp_getapplock @Resource = @p0, @LockMode = N'Exclusive', @LockOwner = 'Session', @LockTimeout = @p1;",
            await ConnectAsync());
        command.Parameters.Add("@p0", SqlDbType.NVarChar, 255).Value = "k";
        command.Parameters.Add("@p1", SqlDbType.Int).Value = 0;
        var result = command.Parameters.Add("@result", SqlDbType.Int);
        result.Direction = ParameterDirection.Output;

        await command.ExecuteNonQueryAsync(Stop);

        Assert.Equal(0, result.Value);
        Assert.Equal("k", Assert.Single(Endpoint.HeldLocks).Resource.Name);
    }

    [Fact(Timeout = Limit)]
    public async Task Test_says_whether_a_lock_would_be_granted_and_takes_none()
    {
        var (one, other) = (await ConnectAsync(), await ConnectAsync());
        await GetLockAsync(one, "k", "Shared");

        Assert.Equal((short)1, await ScalarAsync(other, "SELECT APPLOCK_TEST('public', 'k', 'Shared', 'Session')"));
        Assert.Equal((short)0, await ScalarAsync(other, "SELECT APPLOCK_TEST('public', 'k', 'Exclusive', 'Session')"));
        Assert.Equal("NoLock", await ScalarAsync(other, "SELECT APPLOCK_MODE('public', 'k', 'Session')"));
        Assert.Single(Endpoint.HeldLocks);
    }
}
