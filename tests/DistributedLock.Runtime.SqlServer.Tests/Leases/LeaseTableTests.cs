using System.Text.RegularExpressions;
using DistributedLock.Leases;
using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.Tests;

public sealed partial class LeaseTableTests : SqlServerLockTest
{
    [Fact(Timeout = Limit)]
    public async Task Acquire_and_release_take_one_round_trip_each()
    {
        var provider = NewLeases();
        await (await TakeAsync(provider, Exclusive("warm"))).DisposeAsync();
        foreach (var request in new[] { Exclusive("k"), SharedMode("k"), Permit("k", 5) })
        {
            var before = Server.RoundTrips;
            var handle = await TakeAsync(provider, request);
            Assert.Equal(1, Server.RoundTrips - before);
            await handle.DisposeAsync();
            Assert.Equal(2, Server.RoundTrips - before);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Thousands_of_leases_are_renewed_by_a_handful_of_calls()
    {
        await using var store = new LeaseProcedureStore(Options());
        var claims = Enumerable.Range(0, 2500)
            .Select(i => new LeaseClaim(new LockResource($"k{i}", isSemaphore: false), Guid.NewGuid().ToString("n"), TimeSpan.FromSeconds(30)))
            .ToArray();
        foreach (var claim in claims.Take(10))
        {
            Assert.True((await store.TryAcquireAsync(claim, Stop)).IsAcquired);
        }

        var before = Server.RoundTrips;
        var renewed = await store.RenewAsync([.. claims.Select(claim => new LeaseRenewal(claim, TimeSpan.FromMinutes(1)))], Stop);

        Assert.Equal(3, Server.RoundTrips - before);
        Assert.All(renewed.Take(10), Assert.True);
        Assert.All(renewed.Skip(10), Assert.False);
    }

    [Fact(Timeout = Limit)]
    public async Task Inspector_shows_keys_that_the_table_s_name_cannot_hold()
    {
        var provider = NewLeases(options => options.KeyPrefix = "shop-");
        var keys = new[] { "plain", "Plain", "trailing ", new string('x', 4000), "nul\0", "\ud83d\ude00" };
        var handles = new List<IDistributedLockHandle> { await TakeAsync(provider, Permit("plain", 3)) };
        foreach (var key in keys)
        {
            handles.Add(await TakeAsync(provider, Exclusive(key)));
        }

        var listed = new List<LockInfo>();
        await foreach (var info in provider.ListAsync("", Stop))
        {
            listed.Add(info);
        }

        Assert.Equal([.. keys.Append("plain").Order(StringComparer.Ordinal)], listed.Select(info => info.Key).Order(StringComparer.Ordinal));
        Assert.Equal(2, (await provider.GetAsync("plain", Stop)).Count);
        Assert.Empty(await provider.GetAsync("other", Stop));
        handles.ForEach(handle => handle.Dispose());
    }

    [Fact(Timeout = Limit)]
    public async Task Writer_that_gave_up_leaves_no_trace()
    {
        var holder = NewLeases();
        await using var handle = await TakeAsync(holder, SharedMode("k"));

        await AssertContendedAsync(NewLeases(), Exclusive("k", TimeSpan.FromMilliseconds(300)));
        await EndpointAsync(() => Server.Endpoint.Statements.Count(statement => statement.Text.Contains("Withdraw", StringComparison.Ordinal)) == 1);

        await (await TakeAsync(NewLeases(), SharedMode("k", TimeSpan.FromSeconds(10)))).DisposeAsync();
        Assert.Equal(0, Server.Leases.WriterCount);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("k", "k")]
    [InlineData("Ключ", "Ключ")]
    [InlineData("k ", null)]
    [InlineData("k\n", null)]
    public void Name_is_the_key_where_the_table_can_hold_it(string key, string? expected)
    {
        var name = LeaseNames.Fit(key);

        Assert.Equal(expected ?? name, name);
        Assert.Equal(expected is null, name.Contains('~', StringComparison.Ordinal));
        Assert.InRange(LeaseNames.Fit(key + new string('x', 4000)).Length, 1, LeaseNames.MaxLength);
    }

    [Fact(Timeout = 60_000)]
    public void Script_is_made_for_a_schema_in_the_batches_that_the_server_takes()
    {
        var script = new LeaseTable("a]b", mayCreate: true).Script();

        Assert.Equal(9, script.Count);
        Assert.All(script, batch => Assert.DoesNotContain("[dbo]", batch, StringComparison.Ordinal));
        Assert.All(script, batch => Assert.DoesNotMatch(Separator(), batch));
        Assert.Contains(script, batch => batch.Contains("CREATE TABLE [a]]b].[DistributedLockLease]", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public void Script_has_every_procedure_and_parameter_that_is_called()
    {
        var script = string.Join('\n', new LeaseTable("dbo", mayCreate: true).Script());
        foreach (var procedure in new[] { "Version", "Acquire", "Renew", "Release", "Withdraw", "List" })
        {
            Assert.Contains($"CREATE OR ALTER PROCEDURE [dbo].[DistributedLock_{procedure}]", script, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Script_declares_the_parameters_that_calls_send()
    {
        var sent = new Dictionary<string, string[]>();
        foreach (var procedure in new[] { "Acquire", "Renew", "Release", "Withdraw", "List" })
        {
            Server.Endpoint.HandleProcedure("dbo.DistributedLock_" + procedure, (call, _) =>
            {
                sent[procedure] = [.. call.Parameters.Select(parameter => parameter.Name)];
                return Task.FromResult(StatementAnswer.Returning(0));
            });
        }

        await using var store = new LeaseProcedureStore(Options());
        var claim = new LeaseClaim(new LockResource("k", isSemaphore: false), Guid.NewGuid().ToString("n"), TimeSpan.FromSeconds(30)) { WaiterId = Guid.NewGuid().ToString("n") };
        await store.TryAcquireAsync(claim, Stop);
        await store.RenewAsync([new LeaseRenewal(claim, claim.Lease)], Stop);
        await store.ReleaseAsync(claim, TimeSpan.Zero, Stop);
        await store.WithdrawAsync(claim, Stop);
        await store.FindAsync(claim.Resource, Stop);

        Assert.Equal(5, sent.Count);
        foreach (var batch in new LeaseTable("dbo", mayCreate: true).Script().Where(batch => batch.Contains("DistributedLock_", StringComparison.Ordinal)))
        {
            var name = ProcedureName().Match(batch).Groups[1].Value;
            var head = batch[..Head().Match(batch).Index];
            var declared = Parameter().Matches(head).Select(match => match.Value).Order(StringComparer.Ordinal);
            Assert.Equal(name == "Version" ? [] : sent[name].Order(StringComparer.Ordinal), declared);
        }
    }

    [GeneratedRegex(@"^GO", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"PROCEDURE \[dbo\]\.\[DistributedLock_(\w+)\]")]
    private static partial Regex ProcedureName();

    [GeneratedRegex(@"^AS\s*$", RegexOptions.Multiline)]
    private static partial Regex Head();

    [GeneratedRegex(@"@\w+(?= (?:n?var)?(?:char|bit|int|bigint))")]
    private static partial Regex Parameter();
}
