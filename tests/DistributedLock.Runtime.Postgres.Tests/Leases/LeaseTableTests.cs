using System.Transactions;
using DistributedLock.Leases;
using DistributedLock.TestServers;
using Npgsql;

namespace DistributedLock.Postgres.Tests;

public sealed class LeaseTableTests : LeaseStoreTest
{
    [Fact(Timeout = Limit)]
    public async Task Leases_are_listed_with_what_is_known_of_them()
    {
        var provider = NewLease();
        var name = NewKey("shop:orders/Ä");
        await using var handle = await TakeAsync(provider, new LockRequest(name) { Metadata = new Dictionary<string, string> { ["tenant"] = "a&b" } });
        await using var permit = await TakeAsync(provider, Permit(name, 3));

        var listed = new List<LockInfo>();
        await foreach (var info in provider.ListAsync(name, Stop))
        {
            listed.Add(info);
        }

        var exclusive = Assert.Single(listed, info => !info.IsSemaphore);
        Assert.Equal(name, exclusive.Key);
        Assert.Equal(handle.FencingToken, exclusive.FencingToken);
        Assert.Equal("a&b", exclusive.Metadata["tenant"]);
        Assert.Equal(Environment.ProcessId, exclusive.ProcessId);
        Assert.Equal(name, Assert.Single(listed, info => info.IsSemaphore).Key);
        Assert.Equal(2, (await provider.GetAsync(name, Stop)).Count);
    }

    [Fact(Timeout = Limit)]
    public async Task Rows_that_ended_are_cleaned_up_and_others_stay()
    {
        var (ended, held) = (NewResource("ended"), NewResource("held"));
        var claim = new LeaseClaim(ended, NewOwner(), TimeSpan.FromMilliseconds(1));
        await TryAsync(claim);
        await TryAsync(Claim(held));

        await EventuallyAsync(
            async () =>
            {
                await Store.CleanUpAsync(TimeSpan.Zero);
                return await RowsAsync(ended) == 0;
            },
            "the row is deleted");

        Assert.Equal(1, await RowsAsync(held));

        async Task<long> RowsAsync(LockResource resource) => await QueryAsync<long>(
            Shared, $"select count(*) from distributedlock_leases where id = '\\x{Convert.ToHexString(new LeaseKeys(resource).Id)}'");
    }

    [Fact(Timeout = Limit)]
    public async Task Transactions_of_the_caller_are_not_joined()
    {
        await using var source = NpgsqlDataSource.Create(Shared); // one that enlists
        var provider = Own(new PostgresLeaseLockProvider(source));
        IDistributedLockHandle handle;
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            handle = await TakeAsync(provider, Exclusive(NewKey()));

            // Rolled back: the lease stays.
        }

        await AssertContendedAsync(NewLease(), Exclusive(NewKey()));
        await handle.DisposeAsync();
        await (await TakeAsync(NewLease(), Exclusive(NewKey()))).DisposeAsync();
    }

    [Theory(Timeout = Limit)]
    [InlineData("serializable")]
    [InlineData("repeatable read")]
    public async Task Stricter_isolation_of_the_role_does_no_harm(string isolation)
    {
        var store = NewStore($"{Shared};Options=-c default_transaction_isolation={isolation.Replace(" ", "\\ ", StringComparison.Ordinal)}");
        var resource = NewResource(isSemaphore: true);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => store.TryAcquireAsync(Claim(resource, permits: 3), Stop).AsTask()));

        Assert.Equal(3, answers.Count(answer => answer.IsAcquired));
    }

    [Fact(Timeout = Limit)]
    public async Task Acquire_renew_and_release_are_one_statement_each()
    {
        await using var server = await PostgresServer.StartAsync(
            new() { Settings = new Dictionary<string, string> { ["log_statement"] = "all" } }, Stop);
        var store = NewStore(server.ConnectionString);
        await TryAsync(store, Claim(NewResource("warm")));
        var claims = Enumerable.Range(0, 100).Select(n => Claim(NewResource($"k{n}"))).ToArray();
        var before = Statements(server);

        foreach (var claim in claims)
        {
            await TryAsync(store, claim);
        }

        await store.RenewAsync([.. claims.Select(claim => new LeaseRenewal(claim, Lease))], Stop);
        foreach (var claim in claims)
        {
            await store.ReleaseAsync(claim, TimeSpan.Zero, Stop);
        }

        Assert.Equal(201, Statements(server) - before);
        Assert.DoesNotContain("WARNING", server.LogSinceReady, StringComparison.Ordinal);
    }

    private static int Statements(TestServer server) =>
        server.LogSinceReady.Split('\n').Count(line => line.Contains("execute ", StringComparison.Ordinal) || line.Contains("statement: ", StringComparison.Ordinal));
}
