using DistributedLock.Testing;
using DistributedLock.TestServers;

namespace DistributedLock.Redis.Tests;

public sealed class RedisConformanceTests : RedisTest
{
    public static TheoryData<string> Names =>
        new(LockConformance.CasesFor(new RedisFixture("", [""]).Capabilities).Select(conformanceCase => conformanceCase.Name));

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Names))]
    public async Task Conforms(string name)
    {
        await LockConformance.Find(name).RunAsync(new RedisFixture(Prefix, [await SharedServers.RedisAsync()]), Stop);

        await NothingIsLeftAsync();
    }
}
