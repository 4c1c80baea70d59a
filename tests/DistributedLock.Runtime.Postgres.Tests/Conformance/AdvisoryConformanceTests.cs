using DistributedLock.Testing;

namespace DistributedLock.Postgres.Tests;

public sealed class AdvisoryConformanceTests : PostgresLockTest
{
    public static TheoryData<string> Names =>
        new(LockConformance.CasesFor(new AdvisoryFixture("").Capabilities).Select(conformanceCase => conformanceCase.Name));

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Names))]
    public Task Conforms(string name) => LockConformance.Find(name).RunAsync(new AdvisoryFixture(Shared), Stop);
}
