using DistributedLock.Testing;

namespace DistributedLock.Postgres.Tests;

public sealed class LeaseConformanceTests : PostgresLockTest
{
    public static TheoryData<string> Names =>
        new(LockConformance.CasesFor(new LeaseFixture("").Capabilities).Select(conformanceCase => conformanceCase.Name));

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Names))]
    public Task Conforms(string name) => LockConformance.Find(name).RunAsync(new LeaseFixture(Shared), Stop);
}
