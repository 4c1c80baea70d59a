using DistributedLock.Testing;
using Xunit;

namespace DistributedLock.Runtime.Tests.Leases;

public sealed class LeaseEngineConformanceTests
{
    public static TheoryData<string> Names =>
        new(LockConformance.CasesFor(new LeaseEngineFixture().Capabilities).Select(conformanceCase => conformanceCase.Name));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Names))]
    public async Task Conforms_and_leaves_nothing_in_the_store(string name)
    {
        var fixture = new LeaseEngineFixture();

        await LockConformance.Find(name).RunAsync(fixture, TestContext.Current.CancellationToken);

        // What nobody waits for (a clean-up, the release of an abandoned handle) may still be under way; the time limit of the test bounds this.
        while (fixture.Server.Leases > 0 || fixture.Server.Waiters > 0 || fixture.Server.Subscriptions > 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
