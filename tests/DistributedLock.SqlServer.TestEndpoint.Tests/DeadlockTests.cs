using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer.TestEndpoint.Tests;

public sealed class DeadlockTests : EndpointTest
{
    [Fact(Timeout = Limit)]
    public async Task Deadlock_victim_gets_minus_3_and_the_other_goes_on()
    {
        var (one, other) = (await ConnectAsync(), await ConnectAsync());
        var waiting = await CloseCircleAsync(one, other);

        Assert.Equal(-3, await GetLockAsync(other, "a"));

        await ReleaseLockAsync(other, "b");
        Assert.Equal(1, await waiting);
    }

    [Fact(Timeout = Limit)]
    public async Task Deadlock_victim_gets_1205_where_that_is_chosen()
    {
        await Endpoint.DisposeAsync();
        Endpoint = SqlServerEndpoint.Start(new SqlServerEndpointOptions { RaisesErrorForDeadlockVictim = true });
        var (one, other) = (await ConnectAsync(), await ConnectAsync());
        var waiting = await CloseCircleAsync(one, other);

        var error = await Assert.ThrowsAsync<SqlException>(() => GetLockAsync(other, "a"));

        Assert.Equal((1205, (byte)13), (error.Number, error.Class));
        await ReleaseLockAsync(other, "b");
        Assert.Equal(1, await waiting);
    }

    [Fact(Timeout = Limit)]
    public async Task Two_readers_that_both_want_to_write_are_a_deadlock()
    {
        var (one, other) = (await ConnectAsync(), await ConnectAsync());
        await GetLockAsync(one, "k", "Shared");
        await GetLockAsync(other, "k", "Shared");
        var waiting = GetLockAsync(one, "k");
        await WaitersAsync(1);

        Assert.Equal(-3, await GetLockAsync(other, "k"));

        await ReleaseLockAsync(other, "k");
        Assert.Equal(1, await waiting);
    }

    private async Task<Task<int>> CloseCircleAsync(SqlConnection one, SqlConnection other)
    {
        await GetLockAsync(one, "a");
        await GetLockAsync(other, "b");
        var waiting = GetLockAsync(one, "b");
        await WaitersAsync(1);
        return waiting;
    }
}
