using Xunit;

namespace DistributedLock.Runtime.Tests.Leases;

public sealed class LeaseInspectionTests
{
    private const int Limit = 30_000;

    private readonly FakeLeaseServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Holder_is_listed_under_its_own_key_with_what_it_told()
    {
        await using var provider = new FakeLeaseProvider(_server, new InMemoryLockOptions { KeyPrefix = "test/" });
        var request = LeaseBench.Once("a-1") with { Metadata = new Dictionary<string, string> { ["user name"] = "a&b=c" } };
        await using var handle = await LeaseBench.TakeAsync(provider, request);
        await using var other = await LeaseBench.TakeAsync(provider, LeaseBench.Once("b-1") with { MaxConcurrency = 2 });

        var listed = await provider.ListAsync("a-", Stop).ToListAsync(Stop);

        var info = Assert.Single(listed);
        Assert.Equal("a-1", info.Key);
        Assert.Equal(Environment.MachineName, info.Host);
        Assert.Equal(Environment.ProcessId, info.ProcessId);
        Assert.Equal("a&b=c", info.Metadata["user name"]);
        Assert.InRange(info.Remaining!.Value, TimeSpan.Zero, LeaseBench.Lease);
        Assert.True(Assert.Single(await provider.GetAsync("b-1", Stop)).IsSemaphore);
        Assert.Empty(await provider.GetAsync("c-1", Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Failure_of_the_store_is_a_failure_of_the_backend()
    {
        await using var provider = new FakeLeaseProvider(_server);
        provider.Fake.BeforeList = static () => throw new IOException("cut");

        await Assert.ThrowsAsync<LockBackendException>(async () => await provider.GetAsync("k", Stop));
        await Assert.ThrowsAsync<LockBackendException>(async () => await provider.ListAsync("", Stop).ToListAsync(Stop));
    }
}
