using DistributedLock.Testing;
using Xunit;

namespace DistributedLock.Runtime.Tests.Sessions;

public sealed class SessionEngineConformanceTests
{
    public static TheoryData<string> Names =>
        new(LockConformance.CasesFor(new SessionEngineFixture().Capabilities).Select(conformanceCase => conformanceCase.Name));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Names))]
    public async Task Conforms_and_leaves_nothing_in_the_store(string name)
    {
        var fixture = new SessionEngineFixture();

        await LockConformance.Find(name).RunAsync(fixture, TestContext.Current.CancellationToken);

        Assert.Empty(fixture.Server.Violations);

        // What nobody waits for (the release of an abandoned handle) may still be under way; the time limit of the test bounds this.
        while (fixture.Server.Intents > 0 || fixture.Server.Holds > 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
