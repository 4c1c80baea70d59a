using DistributedLock.Testing;
using DistributedLock.TestServers;

namespace DistributedLock.Redis.Tests;

/// <summary>Three servers of the test class's own.</summary>
public sealed class MajorityConformanceTests(MajorityConformanceTests.ThreeServers servers) : RedisTest, IClassFixture<MajorityConformanceTests.ThreeServers>
{
    public static TheoryData<string> Names =>
        new(LockConformance.CasesFor(new RedisFixture("", ["", "", ""]).Capabilities).Select(conformanceCase => conformanceCase.Name));

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Names))]
    public Task Conforms(string name) => LockConformance.Find(name).RunAsync(new RedisFixture(Prefix, servers.Configurations), Stop);

    public sealed class ThreeServers : IAsyncLifetime
    {
        private RedisServer[] _servers = [];

        public IReadOnlyList<string> Configurations => [.. _servers.Select(server => server.ConnectionString)];

        public async ValueTask InitializeAsync() =>
            _servers = await Task.WhenAll(Enumerable.Range(0, 3).Select(static _ => RedisServer.StartAsync()));

        public async ValueTask DisposeAsync()
        {
            foreach (var server in _servers)
            {
                await server.DisposeAsync();
            }
        }
    }
}
